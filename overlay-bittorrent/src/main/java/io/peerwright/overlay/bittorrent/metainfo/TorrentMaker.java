package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Makes the description of a file or a folder. Blocks: to be called away from any loop. */
public final class TorrentMaker {

  /**
   * How to make it.
   *
   * @param pieceLength bytes of a piece, a power of two from 16 KiB to 16 MiB; 0 chooses by the
   *     size of the content
   * @param trackers URLs in tiers
   * @param webSeeds URLs of servers that have the content
   * @param comment for people, possibly empty
   * @param isPrivate only the trackers may be asked for peers
   */
  public record Options(
      int pieceLength,
      List<List<String>> trackers,
      List<String> webSeeds,
      String comment,
      boolean isPrivate) {

    /** Nothing but the content. */
    public static final Options DEFAULT = new Options(0, List.of(), List.of(), "", false);

    /** Checks the piece length. */
    public Options {
      boolean powerOfTwo = Integer.bitCount(pieceLength) == 1;
      if (pieceLength != 0 && (!powerOfTwo || pieceLength < MIN_PIECE || pieceLength > MAX_PIECE)) {
        throw new IllegalArgumentException(
            "pieceLength must be a power of two within 16384..16777216, or 0, is " + pieceLength);
      }
    }
  }

  private static final int MIN_PIECE = 1 << 14;
  private static final int MAX_PIECE = 1 << 24;

  /** With about so many pieces the description stays small and a piece is soon passed on. */
  private static final long WANTED_PIECES = 1500;

  private static final int READ_BYTES = 1 << 18;

  private record Source(Path file, List<String> path, long length) {}

  private final Path root;
  private final Options options;
  private final LongConsumer progress;
  private final List<Source> sources;
  private final boolean folder;

  private TorrentMaker(Path root, Options options, LongConsumer progress) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    this.options = options;
    this.progress = progress;
    this.folder = Files.isDirectory(root);
    this.sources = folder ? sources() : List.of(single());
  }

  /**
   * Reads the whole content.
   *
   * @param progress told the bytes that have been read, about four times in a mebibyte
   * @throws IOException that says what could not be read, or that there is nothing to describe
   */
  public static Metainfo make(Path content, Options options, LongConsumer progress)
      throws IOException {
    try {
      return new TorrentMaker(content, options, progress).make();
    } catch (BencodeException e) {
      throw new IOException("no torrent can be made of " + content + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of a piece for so much content: about 1500 pieces, a power of two, 16 KiB..16 MiB. */
  public static int pieceLengthFor(long totalBytes) {
    int length = MIN_PIECE;
    while (length < MAX_PIECE && totalBytes / length > WANTED_PIECES) {
      length *= 2;
    }
    return length;
  }

  private Source single() throws IOException {
    return new Source(root, List.of(), Files.size(root));
  }

  /** The files below the folder in the order of their names, the same on every system. */
  private List<Source> sources() throws IOException {
    List<Source> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<String> path = new ArrayList<>();
        root.relativize(file).forEach(part -> path.add(part.toString()));
        found.add(new Source(file, path, Files.size(file)));
      }
    }
    found.sort(Comparator.comparing(source -> String.join("/", source.path)));
    if (found.isEmpty()) {
      throw new IOException("there is no file in " + root);
    }
    return found;
  }

  private Metainfo make() throws IOException, BencodeException {
    long total = sources.stream().mapToLong(Source::length).sum();
    int pieceLength = options.pieceLength() != 0 ? options.pieceLength() : pieceLengthFor(total);
    byte[] hashes = hashes(pieceLength);
    BWriter info = new BWriter().dict();
    if (folder) {
      info.key("files").list();
      for (Source source : sources) {
        info.dict().key("length").integer(source.length).key("path").list();
        source.path.forEach(info::string);
        info.end().end();
      }
      info.end();
    } else {
      info.key("length").integer(total);
    }
    info.key("name").string(root.getFileName().toString());
    info.key("piece length").integer(pieceLength).key("pieces").string(hashes);
    if (options.isPrivate()) {
      info.key("private").integer(1);
    }
    return new Metainfo(
        Info.of(info.end().toBytes()),
        options.trackers(),
        options.webSeeds(),
        options.comment(),
        "Peerwright");
  }

  private byte[] hashes(int pieceLength) throws IOException {
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    MessageDigest sha1 = InfoHash.sha1();
    ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    long read = 0;
    int inPiece = 0;
    for (Source source : sources) {
      try (FileChannel channel = FileChannel.open(source.file)) {
        for (long left = source.length; left > 0; ) {
          buffer.clear().limit((int) Math.min(Math.min(READ_BYTES, left), pieceLength - inPiece));
          int count = channel.read(buffer);
          if (count < 0) {
            throw new IOException(source.file + " has become shorter while it was read");
          }
          sha1.update(buffer.flip());
          left -= count;
          read += count;
          inPiece += count;
          if (inPiece == pieceLength) {
            hashes.write(sha1.digest());
            inPiece = 0;
          }
          progress.accept(read);
        }
      }
    }
    if (inPiece > 0) {
      hashes.write(sha1.digest());
    }
    return hashes.toByteArray();
  }
}

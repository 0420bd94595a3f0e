package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BInteger;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BValue;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The info dictionary of a torrent (BEP 3, version 1; of a hybrid torrent that part). */
public final class Info {

  /** The longest one that is taken from a file or from peers, in bytes. */
  public static final int MAX_BYTES = 64 << 20;

  private static final int HASH_BYTES = 20;
  private static final long MAX_PIECE_LENGTH = 1 << 29;

  private final ByteBuffer encoded;
  private final InfoHash hash;
  private final String name;
  private final int pieceLength;
  private final ByteBuffer hashes;
  private final List<FileEntry> files;
  private final boolean multiFile;
  private final boolean isPrivate;
  private final long paddingBytes;
  private final String encoding;

  private Info(BDict dict, String encoding) throws BencodeException {
    this.encoding = encoding;
    encoded = dict.encoded();
    hash = InfoHash.of(encoded);
    Names names = new Names(encoding);
    name = names.name(dict);
    long length = dict.integer("piece length");
    if (length < 1 || length > MAX_PIECE_LENGTH) {
      throw new BencodeException(
          "\"piece length\" must be within 1.." + MAX_PIECE_LENGTH + ", is " + length);
    }
    pieceLength = (int) length;
    multiFile = dict.get("files") != null;
    files = multiFile ? FileList.read(dict.list("files"), names) : FileList.single(dict, name);
    isPrivate = isPrivate(dict.get("private"));
    paddingBytes = files.stream().filter(FileEntry::padding).mapToLong(FileEntry::length).sum();
    hashes = hashes(dict);
  }

  /**
   * Reads one.
   *
   * @throws BencodeException that says what is wrong
   */
  public static Info of(BDict dict) throws BencodeException {
    return of(dict, "");
  }

  /**
   * Reads one from a torrent that may not be in UTF-8.
   *
   * @param encoding of its names, as its maker calls it; empty or unknown if nothing is known of it
   */
  static Info of(BDict dict, String encoding) throws BencodeException {
    if (dict.get("pieces") == null && dict.get("file tree") != null) {
      throw new BencodeException(
          "this torrent is of version 2 only (BEP 52): it has no SHA-1 hashes of its pieces, by"
              + " which Peerwright checks them; take one of version 1 or a hybrid one");
    }
    return new Info(dict, encoding);
  }

  /** Only a plain zero says that it is not; whoever wrote anything else wanted to say something. */
  private static boolean isPrivate(@Nullable BValue value) {
    return value != null && !(value instanceof BInteger number && number.value() == 0);
  }

  /** Reads one from its exact bytes, which are kept and not to be changed. */
  public static Info of(byte[] bytes) throws BencodeException {
    return of(BReader.readDict(bytes, BReader.Limits.METAINFO));
  }

  private ByteBuffer hashes(BDict dict) throws BencodeException {
    BString all = dict.string("pieces");
    long pieces = (totalLength() + pieceLength - 1) / pieceLength;
    if (all.length() % HASH_BYTES != 0 || all.length() / HASH_BYTES != pieces) {
      throw new BencodeException(
          "\"pieces\" has "
              + all.length()
              + " bytes; "
              + totalLength()
              + " bytes of content in pieces of "
              + pieceLength
              + " need "
              + pieces
              + " hashes of 20 bytes");
    }
    return all.buffer();
  }

  /** The exact bytes that were read; read-only, a view of its own. */
  public ByteBuffer encoded() {
    return encoded.duplicate();
  }

  /** The name of the torrent. */
  public InfoHash hash() {
    return hash;
  }

  /**
   * What the torrent calls its file or its folder; leads nowhere else, but may not be fit for each
   * file system.
   */
  public String name() {
    return name;
  }

  /** True if the files lie in a folder of {@link #name()}; else there is one file of that name. */
  public boolean isMultiFile() {
    return multiFile;
  }

  /** True if only its trackers may be asked for peers (BEP 27). */
  public boolean isPrivate() {
    return isPrivate;
  }

  /** The files in the order of the content; unmodifiable. */
  public List<FileEntry> files() {
    return files;
  }

  /** Bytes of the content, padding included. */
  public long totalLength() {
    return files.isEmpty() ? 0 : files.get(files.size() - 1).end();
  }

  /** Bytes of the files, without padding. */
  public long filesLength() {
    return totalLength() - paddingBytes;
  }

  /** What its maker says that its names are encoded in; empty if nothing was said. */
  String encoding() {
    return encoding;
  }

  /** How many pieces there are. */
  public int pieces() {
    return hashes.remaining() / HASH_BYTES;
  }

  /** Bytes of each piece but the last. */
  public int pieceLength() {
    return pieceLength;
  }

  /** Bytes of one piece; the last one may be short. */
  public int pieceLength(int piece) {
    return (int) Math.min(pieceLength, totalLength() - offset(piece));
  }

  /** Where a piece begins in the content. */
  public long offset(int piece) {
    return (long) piece * pieceLength;
  }

  /** The SHA-1 of each piece, one after the other, 20 bytes each; a copy. */
  public byte[] pieceHashes() {
    byte[] copy = new byte[hashes.remaining()];
    hashes.duplicate().get(copy);
    return copy;
  }

  /** True if a digest is the one of a piece. */
  public boolean isHash(int piece, byte[] sha1) {
    return hashes.slice(piece * HASH_BYTES, HASH_BYTES).equals(ByteBuffer.wrap(sha1));
  }
}

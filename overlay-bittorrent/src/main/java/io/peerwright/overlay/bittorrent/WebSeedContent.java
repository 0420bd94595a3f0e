package io.peerwright.overlay.bittorrent;

import io.peerwright.kit.download.ContentDescription;
import io.peerwright.kit.download.PieceCheck;
import io.peerwright.kit.http.Percent;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a torrent says of its files to a download that is fed by other overlays: the hashes of their
 * pieces, and the web seeds (BEP 19).
 */
final class WebSeedContent {

  private WebSeedContent() {}

  /** Reads a .torrent file. */
  static Metainfo read(ByteBuffer metainfo) {
    byte[] bytes = new byte[metainfo.remaining()];
    metainfo.get(bytes);
    try {
      return Metainfo.of(bytes);
    } catch (BencodeException e) {
      throw new IllegalArgumentException("not a torrent: " + e.getMessage(), e);
    }
  }

  /** Of each file but those that only fill pieces up. */
  static List<ContentDescription> of(Metainfo torrent) {
    return torrent.info().files().stream()
        .filter(file -> !file.padding())
        .map(file -> of(torrent, file))
        .toList();
  }

  private static ContentDescription of(Metainfo torrent, FileEntry file) {
    Info info = torrent.info();
    int length = info.pieceLength();
    long first = file.offset() / length;
    long last = (file.end() + length - 1) / length;
    int hash = InfoHash.BYTES;
    byte[] hashes = Arrays.copyOfRange(info.pieceHashes(), (int) first * hash, (int) last * hash);
    PieceCheck.Border border =
        new PieceCheck.Border(file.offset() % length, zeros(info, file.end(), last * length));
    String inside = info.isMultiFile() ? " " + file.name() : "";
    return new ContentDescription(
        info.isMultiFile() ? file.name() : info.name(),
        "urn:btih:" + info.hash() + inside,
        OptionalLong.of(file.length()),
        length,
        hashes,
        border,
        torrent.webSeeds().stream().map(url -> url(url, info, file)).toList());
  }

  /** How many zeros follow a file to the end of its last piece; -1 if bytes of others do. */
  private static long zeros(Info info, long from, long pieceEnd) {
    long to = Math.min(pieceEnd, info.totalLength());
    boolean hasOthers =
        info.files().stream()
            .anyMatch(
                file ->
                    !file.padding()
                        && file.length() > 0
                        && file.offset() < to
                        && file.end() > from);
    return hasOthers ? -1 : to - from;
  }

  private static String url(String base, Info info, FileEntry file) {
    StringBuilder url = new StringBuilder(base);
    boolean isFolder = base.endsWith("/");
    if (info.isMultiFile()) {
      url.append(isFolder ? "" : "/").append(Percent.encode(info.name()));
      file.path().forEach(name -> url.append('/').append(Percent.encode(name)));
    } else if (isFolder) {
      url.append(Percent.encode(info.name()));
    }
    return url.toString();
  }
}

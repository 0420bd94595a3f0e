package io.peerwright.overlay.bittorrent;

import io.peerwright.kit.download.ContentDescription;
import io.peerwright.kit.http.Percent;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a torrent of one file says to a download that is fed by other overlays: the hashes of its
 * pieces, and its web seeds (BEP 19).
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

  static ContentDescription of(Metainfo torrent) {
    Info info = torrent.info();
    if (info.isMultiFile()) {
      throw new IllegalArgumentException(
          "the torrent \""
              + info.name()
              + "\" is a folder; only one of a single file can be fetched together with hits of"
              + " other overlays");
    }
    String file = Percent.encode(info.name());
    List<String> urls =
        torrent.webSeeds().stream().map(url -> url.endsWith("/") ? url + file : url).toList();
    return new ContentDescription(
        info.name(),
        "urn:btih:" + info.hash(),
        OptionalLong.of(info.totalLength()),
        info.pieceLength(),
        info.pieceHashes(),
        urls);
  }
}

package io.peerwright.samples.cli;

import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMagnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads .torrent files, and tells what is wrong with those that are none. */
final class TorrentFile {

  private TorrentFile() {}

  static Metainfo read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "there is no file " + file + "; name a .torrent file, or quote a magnet link");
    }
    try {
      // Not read at all if it is something else altogether, such as the content itself.
      if (Files.size(file) > Info.MAX_BYTES) {
        throw new UserException(
            file + " is no torrent: " + Files.size(file) + " bytes are too many for one");
      }
      return Metainfo.of(Files.readAllBytes(file));
    } catch (BencodeException e) {
      throw new UserException(file + " is no torrent: " + e.getMessage());
    } catch (IOException e) {
      throw new UserException("cannot read " + file + ": " + e);
    }
  }

  /** The link for those who do not have the file. */
  static TorrentMagnet magnet(Metainfo torrent) {
    List<String> trackers = torrent.trackers().stream().flatMap(List::stream).toList();
    return new TorrentMagnet(
        torrent.info().hash(),
        torrent.info().name(),
        trackers,
        torrent.webSeeds(),
        List.of(),
        null);
  }
}

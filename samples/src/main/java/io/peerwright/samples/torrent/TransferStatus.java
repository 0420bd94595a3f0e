package io.peerwright.samples.torrent;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import java.util.List;

/**
 * How a torrent stands at one moment; taken on the loop, read anywhere.
 *
 * @param state of the download
 * @param detail its own words
 * @param done bytes that are here and verified
 * @param total bytes that are wanted, -1 while not known
 * @param peers how many it is connected to
 * @param received bytes from them, and from web seeds, since the start
 * @param sent bytes to them since the start
 */
record TransferStatus(
    Download.State state,
    String detail,
    long done,
    long total,
    int peers,
    long received,
    long sent) {

  static TransferStatus of(Download download, List<Overlay> overlays) {
    long[] traffic = {0, 0};
    for (Overlay overlay : overlays) {
      overlay.meters(
          (name, value) -> {
            if (name.equals("bytes.received")) {
              traffic[0] += value;
            } else if (name.equals("bytes.sent")) {
              traffic[1] += value;
            }
          });
    }
    return new TransferStatus(
        download.state(),
        download.detail(),
        download.bytesDone(),
        download.bytesTotal().orElse(-1),
        download.peers().size(),
        traffic[0],
        traffic[1]);
  }

  /** How much of what is wanted is here, 0 to 1; -1 while nobody knows. */
  double share() {
    return total < 0 ? -1 : total == 0 ? 1 : (double) done / total;
  }
}

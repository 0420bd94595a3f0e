package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.Descriptions;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.util.Optional;
import java.util.function.Consumer;

/** The description of a torrent on the disk, for later runs. */
record SavedInfo(TurnLoop turns, Descriptions descriptions) {

  /** The description may have been saved by an earlier run. */
  void recall(Consumer<Info> known) {
    turns.<Optional<Info>>offload(
        descriptions::load,
        (found, thrown) -> {
          if (found != null) {
            found.ifPresent(known);
          }
        });
  }

  /** Saves it; if that fails it is fetched again. */
  void save(Info known) {
    turns.<Boolean>offload(() -> descriptions.save(known), (saved, thrown) -> {});
  }
}

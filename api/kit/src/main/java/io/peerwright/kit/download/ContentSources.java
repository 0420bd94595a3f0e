package io.peerwright.kit.download;

import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Hit;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Offered by overlays whose sources can feed a download together with those of other overlays.
 *
 * @see MultiSourceDownload
 */
public interface ContentSources extends Capability {

  /** The sources that hits of this overlay stand for; those of others are left out. */
  List<ContentSource> sources(List<Hit> hits);

  /**
   * Reads the content of a .torrent file: what it says of each of its files; empty if this overlay
   * knows no such thing.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  default List<ContentDescription> describe(ByteBuffer metainfo) {
    return List.of();
  }
}

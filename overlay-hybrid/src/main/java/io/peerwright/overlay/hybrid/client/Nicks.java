package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Host;
import io.peerwright.overlay.hybrid.HybridConfig;

/** The nick of a peer that has none in its configuration. */
final class Nicks {

  private static final int MAX_LENGTH = 19;

  private Nicks() {}

  static String of(Host host, HybridConfig config) {
    if (!config.nick().isEmpty()) {
      return config.nick();
    }
    String name = host.name().replaceAll("[^A-Za-z0-9_-]", "_");
    return name.isEmpty() ? "peer" : name.substring(Math.max(0, name.length() - MAX_LENGTH));
  }
}

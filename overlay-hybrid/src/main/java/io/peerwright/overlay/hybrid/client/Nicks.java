package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Host;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import java.util.regex.Pattern;

/** The nick of a peer that has none in its configuration. */
final class Nicks {

  private static final int MAX_LENGTH = 19;
  private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9_-]");

  private Nicks() {}

  static String of(Host host, HybridConfig config) {
    if (!config.nick().isEmpty()) {
      return config.nick();
    }
    String name = UNUSUAL.matcher(host.name()).replaceAll("_");
    return name.isEmpty() ? "peer" : name.substring(Math.max(0, name.length() - MAX_LENGTH));
  }
}

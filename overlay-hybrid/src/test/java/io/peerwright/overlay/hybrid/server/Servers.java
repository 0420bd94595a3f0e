package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import java.util.List;

/** Configurations for tests. */
final class Servers {

  private Servers() {}

  /** As the server of the captures was configured. */
  static HybridServerConfig asRecorded() {
    HybridServerConfig usual = HybridServerConfig.DEFAULT;
    return new HybridServerConfig(
        null,
        "hub1",
        List.of("Welcome to the capture server 1."),
        1000,
        usual.maxSharesPerUser(),
        usual.maxFrameBytes(),
        usual.maxResults(),
        usual.maxWaitingBytes(),
        usual.loginTimeout(),
        usual.idleTimeout(),
        usual.maxLoginsPerSecond(),
        usual.maxSearchesPerSecond(),
        usual.maxMessagesPerSecond(),
        usual.registration(),
        2,
        false,
        null,
        usual.limits(),
        usual.referrals(),
        usual.warmUp());
  }
}

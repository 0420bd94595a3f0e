package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.config.ServerReferrals;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.List;

/** Names other servers to those for whom there is no room here, one after the other. */
final class Referrals {

  /** What Napster's metaservers said when no server had room. */
  private static final String BUSY = "127.0.0.1:0";

  private final ServerReferrals config;
  private int named;

  Referrals(ServerReferrals config) {
    this.config = config;
  }

  /** 821 or 822, before a login is refused because there is no room; nothing if none is known. */
  void write(FrameWriter answer) {
    if (!config.servers().isEmpty()) {
      String server = next();
      int colon = server.lastIndexOf(':');
      answer
          .begin(MessageType.REDIRECT)
          .field(server.substring(0, colon))
          .field(server.substring(colon + 1));
    } else if (!config.metaserver().isEmpty()) {
      answer.begin(MessageType.CYCLE).field(config.metaserver());
    }
  }

  /**
   * The line of a metaserver.
   *
   * @param here this server as it was reached
   */
  String line(boolean isFull, String here) {
    String line = config.announced().isEmpty() ? here : config.announced();
    if (isFull) {
      line = config.servers().isEmpty() ? BUSY : next();
    }
    return line + '\n';
  }

  private String next() {
    List<String> servers = config.servers();
    named = (named + 1) % servers.size();
    return servers.get(named);
  }
}

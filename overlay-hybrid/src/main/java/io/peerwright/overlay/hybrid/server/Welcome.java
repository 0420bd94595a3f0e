package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.MessageType;

/**
 * The answer to a login and the message of the day: what the server says of itself, and what its
 * operator says.
 */
final class Welcome {

  private static final String VERSION = "VERSION peerwright 0.1";

  private final HybridServerConfig config;
  private final UserDirectory directory;
  private final ServerCounters counters;
  private final Outbox outbox;

  Welcome(
      HybridServerConfig config, UserDirectory directory, ServerCounters counters, Outbox outbox) {
    this.config = config;
    this.directory = directory;
    this.counters = counters;
    this.outbox = outbox;
  }

  /** 3: the login is accepted. */
  void acknowledge(ClientSession session) {
    outbox.to(session).begin(MessageType.LOGIN_ACK).field("anon@" + config.serverName());
  }

  /** 621. */
  void messageOfTheDay(ClientSession session) {
    line(session, VERSION);
    line(session, "SERVER " + config.serverName());
    line(session, "Welcome " + session.nick + "!");
    line(session, "");
    int users = directory.size() + (directory.user(session.nick) == session ? 0 : 1);
    line(session, "You are user " + users + " out of " + config.maxUsers() + ".");
    line(session, "");
    line(session, "There have been " + counters.connections + " connections to this server.");
    line(session, "This server has performed " + counters.searches + " searches.");
    line(session, "");
    for (String text : config.messageOfTheDay()) {
      line(session, text);
    }
  }

  private void line(ClientSession session, String text) {
    outbox.to(session).begin(MessageType.MESSAGE_OF_THE_DAY).field(text);
  }
}

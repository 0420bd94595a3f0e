package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.List;

/** Hands each message to those who know what to do with it. */
final class Commands {

  /** Messages of one kind, from users who are logged in. */
  interface Topic {

    /** Does what a message wants; false if it is none of these. */
    boolean handle(ClientSession session, int type, Fields fields) throws MalformedException;
  }

  private final Outbox outbox;
  private final ServerCounters counters;
  private final LoginCommands login;
  private final List<Topic> topics;
  private final Fields fields = new Fields();

  /**
   * For one server.
   *
   * @param topics asked in this order
   */
  Commands(Outbox outbox, ServerCounters counters, LoginCommands login, List<Topic> topics) {
    this.outbox = outbox;
    this.counters = counters;
    this.login = login;
    this.topics = topics;
  }

  /** A message has come, whose text stands in {@code bytes}. */
  void handle(ClientSession session, int type, byte[] bytes, int from, int to) {
    fields.reset(bytes, from, to);
    try {
      if (session.state == ClientSession.State.NEW) {
        beforeLogin(session, type);
      } else {
        afterLogin(session, type);
      }
    } catch (MalformedException malformed) {
      counters.malformed++;
      outbox.notice(session, String.valueOf(malformed.getMessage()));
    }
  }

  private void beforeLogin(ClientSession session, int type) throws MalformedException {
    switch (type) {
      case MessageType.LOGIN, MessageType.REGISTER -> login.login(session, type, fields);
      case MessageType.NICK_CHECK -> login.checkNick(session, fields);
      case MessageType.PASSWORD_CHECK -> {
        // Servers have never answered it.
      }
      default -> session.refuse(MessageType.ERROR, "invalid command");
    }
  }

  private void afterLogin(ClientSession session, int type) throws MalformedException {
    for (int i = 0; i < topics.size(); i++) {
      if (topics.get(i).handle(session, type, fields)) {
        return;
      }
    }
    outbox.notice(session, "Unknown command code " + type);
  }
}

package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.Set;

/** The hot list of a user (whose arrival it is told of) and its ignore list. */
final class ListCommands {

  private static final int MAX_ENTRIES = 500;
  private static final String INVALID = "hotlist add failed: invalid nick";

  private final UserDirectory directory;
  private final Outbox outbox;

  ListCommands(UserDirectory directory, Outbox outbox) {
    this.directory = directory;
    this.outbox = outbox;
  }

  /** 207 and 208. */
  void watch(ClientSession session, Fields fields) throws MalformedException {
    String nick = fields.rest();
    if (!NickPolicy.isNick(nick)) {
      throw new MalformedException(INVALID);
    }
    if (session.hotlist().size() >= MAX_ENTRIES) {
      outbox.to(session).begin(MessageType.HOTLIST_ERROR).field(nick);
      return;
    }
    if (session.hotlist().add(NickKey.of(nick))) {
      session.memory.entries(1);
    }
    directory.watch(session, NickKey.of(nick));
    outbox.to(session).begin(MessageType.HOTLIST_ACK).field(nick);
    ClientSession other = directory.user(nick);
    if (other != null) {
      outbox.to(session).begin(MessageType.HOTLIST_ON).field(other.nick).field(other.linkType);
    }
  }

  /** 303. */
  void unwatch(ClientSession session, Fields fields) {
    String key = NickKey.of(fields.rest());
    if (session.hotlist != null && session.hotlist.remove(key)) {
      directory.unwatch(session, key);
      session.memory.entries(-1);
    }
  }

  /** 320. */
  void ignored(ClientSession session) {
    Set<String> nicks = session.ignored();
    for (String nick : nicks) {
      outbox.to(session).begin(MessageType.IGNORE_ENTRY).field(nick);
    }
    outbox.to(session).begin(MessageType.IGNORE_LIST).field(nicks.size());
  }

  /** 322. */
  void ignore(ClientSession session, Fields fields) throws MalformedException {
    String nick = nick(fields);
    boolean added =
        session.ignored().size() < MAX_ENTRIES && session.ignored().add(NickKey.of(nick));
    session.memory.entries(added ? 1 : 0);
    outbox
        .to(session)
        .begin(added ? MessageType.IGNORE_ADD : MessageType.IGNORE_DUPLICATE)
        .field(nick);
  }

  /** 323. */
  void unignore(ClientSession session, Fields fields) throws MalformedException {
    String nick = nick(fields);
    boolean removed = session.ignored().remove(NickKey.of(nick));
    session.memory.entries(removed ? -1 : 0);
    outbox
        .to(session)
        .begin(removed ? MessageType.IGNORE_REMOVE : MessageType.IGNORE_UNKNOWN)
        .field(nick);
  }

  /** 326. */
  void unignoreAll(ClientSession session) {
    int count = session.ignored().size();
    session.ignored = null;
    session.memory.entries(-count);
    outbox.to(session).begin(MessageType.IGNORE_CLEAR).field(count);
  }

  private static String nick(Fields fields) throws MalformedException {
    String nick = fields.rest();
    if (!NickPolicy.isNick(nick)) {
      throw new MalformedException("invalid nick");
    }
    return nick;
  }
}

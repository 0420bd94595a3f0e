package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.kit.index.ShareIndex;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.NickText;

/** Users asking about each other and talking to each other. */
final class PeopleCommands {

  private static final String LEVEL = "User";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final String serverName;
  private final Loop loop;
  private final UserDirectory directory;
  private final ShareIndex index;
  private final Outbox outbox;
  private final Accounts accounts;

  PeopleCommands(
      String serverName,
      Loop loop,
      UserDirectory directory,
      ShareIndex index,
      Outbox outbox,
      Accounts accounts) {
    this.serverName = serverName;
    this.loop = loop;
    this.directory = directory;
    this.index = index;
    this.outbox = outbox;
    this.accounts = accounts;
  }

  /** 214. */
  void stats(ClientSession session) {
    outbox
        .to(session)
        .begin(MessageType.STATS)
        .field(directory.size())
        .field(index.files())
        .field(index.bytes() >> 30);
  }

  /** 205. */
  void privateMessage(ClientSession session, Fields fields) throws MalformedException {
    NickText message = NickText.parse(fields);
    ClientSession other = directory.user(message.nick());
    if (other == null) {
      throw new MalformedException(UserDirectory.OFFLINE);
    }
    if (other.ignores(session)) {
      throw new MalformedException(other.nick + " is ignoring you");
    }
    new NickText(session.nick, message.text()).write(outbox.to(other), MessageType.PRIVATE_MESSAGE);
  }

  /** 751. */
  void ping(ClientSession session, Fields fields) throws MalformedException {
    String nick = fields.nextText();
    ClientSession other = directory.user(nick);
    if (other == null) {
      throw new MalformedException("ping failed, " + nick + " is not online");
    }
    if (!other.ignores(session)) {
      outbox.to(other).begin(MessageType.PING).field(session.nick);
    }
  }

  /** 752. */
  void pong(ClientSession session, Fields fields) throws MalformedException {
    String nick = fields.nextText();
    if (nick.equalsIgnoreCase(serverName)) {
      session.answersPings = true;
      return;
    }
    ClientSession other = directory.user(nick);
    if (other != null) {
      outbox.to(other).begin(MessageType.PONG).field(session.nick);
    }
  }

  /** 750. The second field, which is empty, is where servers put what they were sent. */
  void serverPing(ClientSession session, Fields fields) throws MalformedException {
    String server = fields.rest();
    if (!server.isEmpty() && !server.equalsIgnoreCase(serverName)) {
      throw new MalformedException("server ping failed: no such server");
    }
    outbox.to(session).begin(MessageType.SERVER_PING).field(serverName).field("");
  }

  /** 600. */
  void linkSpeed(ClientSession session, Fields fields) throws MalformedException {
    ClientSession other = directory.user(fields.nextText());
    if (other == null) {
      throw new MalformedException(UserDirectory.OFFLINE);
    }
    outbox.to(session).begin(MessageType.LINK_SPEED_ANSWER).field(other.nick).field(other.linkType);
  }

  /** 603. */
  void whois(ClientSession session, Fields fields) throws MalformedException {
    if (!fields.next()) {
      throw new MalformedException("whois failed: missing nickname");
    }
    String nick = fields.text();
    ClientSession other = directory.user(nick);
    long lastSeen = accounts.lastSeenMillis(nick);
    if (other != null) {
      whois(session, other);
    } else if (lastSeen >= 0) {
      outbox.to(session).begin(MessageType.WHOWAS).field(nick).quoted(LEVEL).field(lastSeen / 1000);
    } else {
      outbox.notice(session, "user " + nick + " is not a known user");
      throw new MalformedException(UserDirectory.OFFLINE);
    }
  }

  private void whois(ClientSession session, ClientSession other) {
    StringBuilder channels = new StringBuilder(" ");
    if (other.channels != null) {
      for (Channel<ClientSession> channel : other.channels) {
        channels.append(channel.name).append(' ');
      }
    }
    outbox
        .to(session)
        .begin(MessageType.WHOIS_ANSWER)
        .field(other.nick)
        .quoted(LEVEL)
        .field((loop.nanoTime() - other.loginNanos) / NANOS_PER_SECOND)
        .quoted(channels.toString())
        .quoted("Active")
        .field(index.files(other.owner))
        .field(other.downloads)
        .field(other.uploads)
        .field(other.linkType)
        .quoted(other.client);
  }
}

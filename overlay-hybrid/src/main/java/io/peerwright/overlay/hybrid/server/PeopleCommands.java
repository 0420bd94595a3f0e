package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.NickText;

/** Users asking about each other and talking to each other. */
final class PeopleCommands {

  private static final String LEVEL = "User";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ServerState hub;

  PeopleCommands(ServerState hub) {
    this.hub = hub;
  }

  /** 214. */
  void stats(ClientSession session) {
    hub.to(session)
        .begin(MessageType.STATS)
        .field(hub.userCount())
        .field(hub.index.files())
        .field(hub.index.bytes() >> 30);
  }

  /** 205. */
  void privateMessage(ClientSession session, Fields fields) throws MalformedException {
    NickText message = NickText.parse(fields);
    ClientSession other = hub.user(message.nick());
    if (other == null) {
      throw new MalformedException(Commands.OFFLINE);
    }
    if (other.ignores(session)) {
      throw new MalformedException(other.nick + " is ignoring you");
    }
    new NickText(session.nick, message.text()).write(hub.to(other), MessageType.PRIVATE_MESSAGE);
  }

  /** 751. */
  void ping(ClientSession session, Fields fields) throws MalformedException {
    String nick = fields.nextText();
    ClientSession other = hub.user(nick);
    if (other == null) {
      throw new MalformedException("ping failed, " + nick + " is not online");
    }
    if (!other.ignores(session)) {
      hub.to(other).begin(MessageType.PING).field(session.nick);
    }
  }

  /** 752. */
  void pong(ClientSession session, Fields fields) throws MalformedException {
    String nick = fields.nextText();
    if (nick.equalsIgnoreCase(hub.config.serverName())) {
      session.answeredPing();
      return;
    }
    ClientSession other = hub.user(nick);
    if (other != null) {
      hub.to(other).begin(MessageType.PONG).field(session.nick);
    }
  }

  /** 750. The second field, which is empty, is where servers put what they were sent. */
  void serverPing(ClientSession session, Fields fields) throws MalformedException {
    String server = fields.rest();
    if (!server.isEmpty() && !server.equalsIgnoreCase(hub.config.serverName())) {
      throw new MalformedException("server ping failed: no such server");
    }
    hub.to(session).begin(MessageType.SERVER_PING).field(hub.config.serverName()).field("");
  }

  /** 600. */
  void linkSpeed(ClientSession session, Fields fields) throws MalformedException {
    ClientSession other = hub.user(fields.nextText());
    if (other == null) {
      throw new MalformedException(Commands.OFFLINE);
    }
    hub.to(session).begin(MessageType.LINK_SPEED_ANSWER).field(other.nick).field(other.linkType);
  }

  /** 603. */
  void whois(ClientSession session, Fields fields) throws MalformedException {
    if (!fields.next()) {
      throw new MalformedException("whois failed: missing nickname");
    }
    String nick = fields.text();
    ClientSession other = hub.user(nick);
    long lastSeen = hub.accounts.lastSeenMillis(nick);
    if (other != null) {
      whois(session, other);
    } else if (lastSeen >= 0) {
      hub.to(session).begin(MessageType.WHOWAS).field(nick).quoted(LEVEL).field(lastSeen / 1000);
    } else {
      hub.commands.notice(session, "user " + nick + " is not a known user");
      throw new MalformedException(Commands.OFFLINE);
    }
  }

  private void whois(ClientSession session, ClientSession other) {
    StringBuilder channels = new StringBuilder(" ");
    if (other.channels != null) {
      for (Channel channel : other.channels) {
        channels.append(channel.name).append(' ');
      }
    }
    hub.to(session)
        .begin(MessageType.WHOIS_ANSWER)
        .field(other.nick)
        .quoted(LEVEL)
        .field((hub.loop.nanoTime() - other.loginNanos) / NANOS_PER_SECOND)
        .quoted(channels.toString())
        .quoted("Active")
        .field(hub.index.files(other.owner))
        .field(other.downloads)
        .field(other.uploads)
        .field(other.linkType)
        .quoted(other.client);
  }
}

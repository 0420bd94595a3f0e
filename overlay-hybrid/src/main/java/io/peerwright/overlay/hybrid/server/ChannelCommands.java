package io.peerwright.overlay.hybrid.server;

import io.peerwright.kit.index.ShareIndex;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.NickText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Talk in rooms. */
final class ChannelCommands {

  private static final int MAX_CHANNELS_PER_USER = 16;
  private static final int MAX_NAME = 64;
  private static final int MAX_TOPIC = 512;
  private static final int MAX_MEMBERS = 2_000;
  private static final int MAX_LISTED = 1_000;

  /** A channel and its topic in memory, as if its members had one each. */
  private static final int ENTRIES_PER_CHANNEL = 4;

  /** What a message to one member costs beside its text. */
  private static final int OVERHEAD_BYTES = 128;

  private final String serverName;
  private final ShareIndex index;
  private final Outbox outbox;

  private final Channels<ClientSession> channels = new Channels<>();

  ChannelCommands(String serverName, ShareIndex index, Outbox outbox) {
    this.serverName = serverName;
    this.index = index;
    this.outbox = outbox;
  }

  /** 400. */
  void join(ClientSession session, Fields fields) throws MalformedException {
    String name = fields.nextText();
    name = name.startsWith("#") ? name : "#" + name;
    if (name.length() > MAX_NAME) {
      throw new MalformedException("channel join failed: invalid channel name");
    }
    if (session.channels().size() >= MAX_CHANNELS_PER_USER) {
      throw new MalformedException("channel join failed: too many channels");
    }
    Channel<ClientSession> channel = channels.findOrAdd(name);
    if (channel.members.contains(session)) {
      throw new MalformedException("channel join failed: already joined channel");
    }
    if (channel.members.size() >= MAX_MEMBERS) {
      throw new MalformedException("channel join failed: channel is full");
    }
    outbox.to(session).begin(MessageType.CHANNEL_JOIN_ACK).field(channel.name);
    // All of them are told of the newcomer, which is told of them, and some day that it has left.
    session.rates.chargeCopies(3 * channel.members.size(), OVERHEAD_BYTES);
    presence(outbox.common(MessageType.CHANNEL_JOINED), channel, session);
    channel.members.forEach(outbox::copyTo);
    boolean first = channel.members.isEmpty();
    channel.members.add(session);
    session.channels().add(channel);
    session.memory.entries(ENTRIES_PER_CHANNEL);
    for (ClientSession member : newestFirst(channel)) {
      presence(outbox.to(session).begin(MessageType.CHANNEL_MEMBER), channel, member);
    }
    outbox.to(session).begin(MessageType.CHANNEL_MEMBERS_END).field(channel.name);
    sendTopic(session, channel);
    if (first) {
      channel.operator = session;
      outbox.notice(
          session, "Server " + serverName + " set you as operator on channel " + channel.name);
    }
  }

  /** 401. */
  void part(ClientSession session, Fields fields) throws MalformedException {
    Channel<ClientSession> channel = channels.find(fields.nextText());
    if (channel == null || !channel.members.contains(session)) {
      throw new MalformedException("part channel failed: you are not in that channel");
    }
    outbox.to(session).begin(MessageType.CHANNEL_PART).field(channel.name);
    session.channels().remove(channel);
    session.memory.entries(-ENTRIES_PER_CHANNEL);
    leave(session, channel);
  }

  /** The user has gone. */
  void leaveAll(ClientSession session) {
    List<Channel<ClientSession>> left = session.channels;
    session.channels = null;
    if (left != null) {
      for (Channel<ClientSession> channel : left) {
        leave(session, channel);
      }
    }
  }

  /** Checks, where assertions are on, that rooms and users know each other; always true. */
  boolean checkInvariants(Iterable<ClientSession> users) {
    int places = 0;
    for (ClientSession user : users) {
      List<Channel<ClientSession>> its = user.channels;
      for (Channel<ClientSession> channel : its == null ? List.<Channel<ClientSession>>of() : its) {
        assert channels.find(channel.name) == channel : channel.name + " is gone";
        assert channel.members.contains(user) : user.nick + " is not in " + channel.name;
        places++;
      }
    }
    for (Channel<ClientSession> channel : channels.all()) {
      places -= channel.members.size();
    }
    assert places == 0 : "somebody who has gone is in a channel";
    return channels.checkInvariants();
  }

  /** 402. */
  void say(ClientSession session, Fields fields) throws MalformedException {
    NickText said = NickText.parse(fields);
    Channel<ClientSession> channel = joined(session, said.nick());
    session.rates.chargeCopies(channel.members.size(), OVERHEAD_BYTES + said.text().length());
    outbox
        .common(MessageType.CHANNEL_SAID)
        .field(channel.name)
        .field(session.nick)
        .field(said.text());
    tell(channel, session);
  }

  /** 824. */
  void emote(ClientSession session, Fields fields) throws MalformedException {
    Channel<ClientSession> channel = joined(session, fields.nextText());
    String text = fields.nextText();
    session.rates.chargeCopies(channel.members.size(), OVERHEAD_BYTES + text.length());
    outbox.common(MessageType.CHANNEL_EMOTE).field(channel.name).field(session.nick).quoted(text);
    tell(channel, session);
  }

  /** 410. */
  void topic(ClientSession session, Fields fields) throws MalformedException {
    Channel<ClientSession> channel = joined(session, fields.nextText());
    String topic = fields.rest();
    if (topic.isEmpty()) {
      sendTopic(session, channel);
      return;
    }
    if (channel.operator != session || topic.length() > MAX_TOPIC) {
      throw new MalformedException("topic failed: permission denied");
    }
    channel.topic = topic;
    session.rates.chargeCopies(channel.members.size(), OVERHEAD_BYTES + topic.length());
    outbox.common(MessageType.CHANNEL_TOPIC).field(channel.name).field(channel.topic);
    channel.members.forEach(outbox::copyTo);
    outbox.notice(session, session.nick + " set topic on " + channel.name + ": " + topic);
  }

  /** 617. Not all where there are many: the list has to fit into what may wait for a user. */
  void list(ClientSession session) {
    int left = MAX_LISTED;
    for (Channel<ClientSession> channel : channels.all()) {
      if (left-- == 0) {
        break;
      }
      outbox
          .to(session)
          .begin(MessageType.CHANNEL_ENTRY)
          .field(channel.name)
          .field(channel.members.size())
          .field(channel.topic);
    }
    outbox.to(session).begin(MessageType.CHANNEL_LIST);
  }

  /** 830. */
  void users(ClientSession session, Fields fields) throws MalformedException {
    Channel<ClientSession> channel = joined(session, fields.nextText());
    session.rates.chargeCopies(channel.members.size(), OVERHEAD_BYTES);
    for (ClientSession member : newestFirst(channel)) {
      presence(outbox.to(session).begin(MessageType.CHANNEL_USER), channel, member);
    }
    outbox.to(session).begin(MessageType.CHANNEL_USERS);
  }

  private void leave(ClientSession session, Channel<ClientSession> channel) {
    channel.members.remove(session);
    if (channel.operator == session) {
      channel.operator = null;
    }
    if (channel.members.isEmpty()) {
      channels.remove(channel);
    }
    presence(outbox.common(MessageType.CHANNEL_LEFT), channel, session);
    channel.members.forEach(outbox::copyTo);
  }

  /** Says to all members but those who ignore the speaker what has been written for all. */
  private void tell(Channel<ClientSession> channel, ClientSession speaker) {
    for (ClientSession member : channel.members) {
      if (!member.ignores(speaker)) {
        outbox.copyTo(member);
      }
    }
  }

  private void presence(FrameWriter to, Channel<ClientSession> channel, ClientSession about) {
    to.field(channel.name)
        .field(about.nick)
        .field(about.owner < 0 ? 0 : index.files(about.owner))
        .field(about.linkType);
  }

  private void sendTopic(ClientSession session, Channel<ClientSession> channel) {
    outbox.to(session).begin(MessageType.CHANNEL_TOPIC).field(channel.name).field(channel.topic);
  }

  private Channel<ClientSession> joined(ClientSession session, String name)
      throws MalformedException {
    Channel<ClientSession> channel = channels.find(name);
    if (channel == null || !channel.members.contains(session)) {
      throw new MalformedException("You are not a member of that channel");
    }
    return channel;
  }

  private static List<ClientSession> newestFirst(Channel<ClientSession> channel) {
    List<ClientSession> members = new ArrayList<>(channel.members);
    Collections.reverse(members);
    return members;
  }
}

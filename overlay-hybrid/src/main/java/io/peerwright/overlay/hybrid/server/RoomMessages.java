package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;

/** Messages about lists of users and about channels. */
record RoomMessages(ListCommands list, ChannelCommands channel) implements Commands.Topic {

  @Override
  public boolean handle(ClientSession session, int type, Fields fields) throws MalformedException {
    switch (type) {
      case MessageType.HOTLIST_ADD, MessageType.HOTLIST_INITIAL -> list.watch(session, fields);
      case MessageType.HOTLIST_REMOVE -> list.unwatch(session, fields);
      case MessageType.IGNORE_LIST -> list.ignored(session);
      case MessageType.IGNORE_ADD -> list.ignore(session, fields);
      case MessageType.IGNORE_REMOVE -> list.unignore(session, fields);
      case MessageType.IGNORE_CLEAR -> list.unignoreAll(session);
      case MessageType.CHANNEL_JOIN -> channel.join(session, fields);
      case MessageType.CHANNEL_PART -> channel.part(session, fields);
      case MessageType.CHANNEL_SAY -> channel.say(session, fields);
      case MessageType.CHANNEL_EMOTE -> channel.emote(session, fields);
      case MessageType.CHANNEL_TOPIC -> channel.topic(session, fields);
      case MessageType.CHANNEL_LIST -> channel.list(session);
      case MessageType.CHANNEL_USERS -> channel.users(session, fields);
      default -> {
        return false;
      }
    }
    return true;
  }
}

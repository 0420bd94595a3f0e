package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;

/** Messages about users: the one that speaks, and others. */
record UserMessages(Outbox outbox, Welcome welcome, ProfileCommands profile, PeopleCommands people)
    implements Commands.Topic {

  @Override
  public boolean handle(ClientSession session, int type, Fields fields) throws MalformedException {
    switch (type) {
      case MessageType.LOGIN, MessageType.REGISTER ->
          outbox.notice(session, "you are already logged in");
      case MessageType.NICK_CHECK -> outbox.notice(session, "You are already logged in.");
      case MessageType.CHANGE_LINK_SPEED -> profile.changeLinkSpeed(session, fields);
      case MessageType.CHANGE_PASSWORD -> profile.changePassword(session, fields);
      case MessageType.CHANGE_EMAIL -> profile.changeEmail(session, fields);
      case MessageType.CHANGE_DATA_PORT -> profile.changeDataPort(session, fields);
      case MessageType.STATS -> people.stats(session);
      case MessageType.MESSAGE_OF_THE_DAY -> welcome.messageOfTheDay(session);
      case MessageType.PRIVATE_MESSAGE -> people.privateMessage(session, fields);
      case MessageType.PING -> people.ping(session, fields);
      case MessageType.PONG -> people.pong(session, fields);
      case MessageType.SERVER_PING -> people.serverPing(session, fields);
      case MessageType.LINK_SPEED -> people.linkSpeed(session, fields);
      case MessageType.WHOIS -> people.whois(session, fields);
      case MessageType.SERVER_LINKS -> outbox.to(session).begin(MessageType.SERVER_LINKS);
      default -> {
        return false;
      }
    }
    return true;
  }
}

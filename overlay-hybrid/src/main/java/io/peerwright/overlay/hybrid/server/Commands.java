package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.function.Consumer;

/** Hands each message to those who know what to do with it. */
final class Commands implements ClientSession.Handler {

  private final Outbox outbox;
  private final ServerCounters counters;
  private final ServerEvents events;
  private final LoginCommands login;
  private final ShareCommands share;
  private final SearchCommands search;
  private final TransferCommands transfer;
  private final PeopleCommands people;
  private final ListCommands list;
  private final ChannelCommands channel;
  private final Consumer<ClientSession> closed;
  private final Departures departures;
  private final Fields fields = new Fields();

  /**
   * For one server.
   *
   * @param closed told of each connection that is over
   */
  Commands(
      Outbox outbox,
      ServerCounters counters,
      ServerEvents events,
      LoginCommands login,
      ShareCommands share,
      SearchCommands search,
      TransferCommands transfer,
      PeopleCommands people,
      ListCommands list,
      ChannelCommands channel,
      Consumer<ClientSession> closed,
      Departures departures) {
    this.outbox = outbox;
    this.counters = counters;
    this.events = events;
    this.login = login;
    this.share = share;
    this.search = search;
    this.transfer = transfer;
    this.people = people;
    this.list = list;
    this.channel = channel;
    this.closed = closed;
    this.departures = departures;
  }

  @Override
  public void browseOn(ClientSession session) {
    search.browseOn(session);
  }

  @Override
  public void gone(ClientSession session) {
    closed.accept(session);
    departures.gone(session);
  }

  @Override
  public void handle(ClientSession session, int type, byte[] bytes, int from, int to) {
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
    switch (type) {
      case MessageType.SHARE -> share.share(session, fields);
      case MessageType.SHARE_FOLDER -> share.shareFolder(session, fields);
      case MessageType.SHARE_MEDIA -> share.shareMedia(session, fields);
      case MessageType.UNSHARE -> share.unshare(session, fields);
      case MessageType.UNSHARE_ALL -> share.unshareAll(session);
      case MessageType.SEARCH -> search.search(session, fields);
      case MessageType.RESUME -> search.resume(session, fields);
      case MessageType.BROWSE -> search.browse(session, fields);
      case MessageType.DOWNLOAD_REQUEST -> transfer.download(session, fields);
      case MessageType.PUSH_REQUEST -> transfer.push(session, fields);
      case MessageType.UPLOAD_ACCEPT -> transfer.accept(session, fields);
      case MessageType.UPLOAD_REFUSE -> transfer.refuse(session, fields);
      case MessageType.QUEUE_LIMIT -> transfer.queue(session, fields);
      case MessageType.DATA_PORT_ERROR -> transfer.dataPortError(session, fields);
      case MessageType.DOWNLOAD_STARTED -> session.downloads++;
      case MessageType.DOWNLOAD_ENDED -> {
        session.downloads = Math.max(0, session.downloads - 1);
        transferEnded(session, false);
      }
      case MessageType.UPLOAD_STARTED -> session.uploads++;
      case MessageType.UPLOAD_ENDED -> {
        session.uploads = Math.max(0, session.uploads - 1);
        transferEnded(session, true);
      }
      case MessageType.DIRECT_BROWSE -> transfer.directBrowse(session, fields);
      case MessageType.DIRECT_BROWSE_ACCEPT -> transfer.directBrowseAccept(session, fields);
      default -> afterLoginOther(session, type);
    }
  }

  private void transferEnded(ClientSession session, boolean upload) {
    events.transferEnded(session.nick, session.link, upload);
  }

  private void afterLoginOther(ClientSession session, int type) throws MalformedException {
    switch (type) {
      case MessageType.LOGIN, MessageType.REGISTER ->
          outbox.notice(session, "you are already logged in");
      case MessageType.NICK_CHECK -> outbox.notice(session, "You are already logged in.");
      case MessageType.CHANGE_LINK_SPEED -> login.changeLinkSpeed(session, fields);
      case MessageType.CHANGE_PASSWORD -> login.changePassword(session, fields);
      case MessageType.CHANGE_EMAIL -> login.changeEmail(session, fields);
      case MessageType.CHANGE_DATA_PORT -> login.changeDataPort(session, fields);
      case MessageType.STATS -> people.stats(session);
      case MessageType.MESSAGE_OF_THE_DAY -> login.messageOfTheDay(session);
      case MessageType.PRIVATE_MESSAGE -> people.privateMessage(session, fields);
      case MessageType.PING -> people.ping(session, fields);
      case MessageType.PONG -> people.pong(session, fields);
      case MessageType.SERVER_PING -> people.serverPing(session, fields);
      case MessageType.LINK_SPEED -> people.linkSpeed(session, fields);
      case MessageType.WHOIS -> people.whois(session, fields);
      case MessageType.SERVER_LINKS -> outbox.to(session).begin(MessageType.SERVER_LINKS);
      default -> lists(session, type);
    }
  }

  private void lists(ClientSession session, int type) throws MalformedException {
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
      default -> unknown(session, type);
    }
  }

  private void unknown(ClientSession session, int type) {
    outbox.notice(session, "Unknown command code " + type);
  }
}

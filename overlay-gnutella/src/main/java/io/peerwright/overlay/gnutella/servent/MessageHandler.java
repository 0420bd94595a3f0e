package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.discovery.KnownServent;
import io.peerwright.overlay.gnutella.discovery.Self;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Bye;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import io.peerwright.overlay.gnutella.sharing.Responder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the servent itself does with messages that come to it. */
final class MessageHandler implements Router.Consumer {

  /** What it needs to know of the servent that it answers for. */
  interface Servent extends Dialable {

    /** What it says of itself in hits; null if it cannot yet. */
    @Nullable Responder responder();
  }

  private final Home home;
  private final Servent servent;
  private final Guid guid;
  private final HitReceiver hits;
  private final QueryRouting tables;
  private final Connector connector;
  private final VendorMessages vendorMessages;
  private final Presence presence;
  private final BeyondLinks beyond;

  MessageHandler(
      Home home,
      Servent servent,
      Guid guid,
      HitReceiver hits,
      Queries queries,
      Connector connector,
      VendorMessages vendorMessages,
      Presence presence,
      BeyondLinks beyond) {
    this.home = home;
    this.servent = servent;
    this.guid = guid;
    this.hits = hits;
    tables = queries.tables();
    this.connector = connector;
    this.vendorMessages = vendorMessages;
    this.presence = presence;
    this.beyond = beyond;
  }

  @Override
  public boolean hasFiles() {
    return home.library().size() > 0;
  }

  @Override
  public int onQuery(PeerLink from, Guid query, int hops, Query asked) {
    Responder responder = servent.responder();
    if (responder == null) {
      return 0;
    }
    List<LibraryFile> files = Answers.find(home.library(), asked);
    if (!files.isEmpty()) {
      home.counters().answers++;
      if (!beyond.offer(from, query, hops, asked, files, responder)) {
        Answers.send(files, asked, from, query, hops, responder);
      }
    }
    return home.library().lookedAt();
  }

  @Override
  public void onHit(PeerLink from, Guid query, QueryHit hit) {
    hits.onHit(from.remote(), query, hit);
  }

  @Override
  public void onPing(PeerLink from, Guid ping, int ttl, int hops) {
    Self self = presence.self();
    if (self != null && from.mayAnswerPing(ttl > 0)) {
      presence.pongs().answer(from, ping, ttl, hops, self);
    }
  }

  @Override
  public void onPong(PeerLink from, Guid ping, Pong pong, int hops) {
    tables.onPong(ping);
    KnownServent told = presence.pongs().heard(from, pong, hops);
    // A leaf tells of itself, and takes nobody.
    if (told == null || from.theirs() == Role.LEAF) {
      return;
    }
    if (hops == 1) {
      GgepValues.ultrapeer(told.ggep())
          .ifPresent(has -> from.state().setPlaces(has.freeLeaves(), has.freeUltrapeers()));
    }
    if (!told.isFull(from.ours() == Role.LEAF)) {
      connector.heardOf(from.remote(), List.of(told.endpoint()));
      if (told.takesTls()) {
        connector.takesTls(told.endpoint());
      }
    }
  }

  @Override
  public void onPush(PeerLink from, Push push) {
    if (servent.own() != null) {
      home.transfers().onPush(push, from.remote(), guid);
    }
  }

  @Override
  public void onOther(PeerLink from, Guid message, Message content) {
    if (content instanceof Bye) {
      from.close();
    } else if (content instanceof VendorMessage vendor) {
      vendorMessages.onMessage(from, message, vendor);
    } else if (content.type() == MessageType.QRP) {
      tables.onMessage(from, content);
    }
  }
}

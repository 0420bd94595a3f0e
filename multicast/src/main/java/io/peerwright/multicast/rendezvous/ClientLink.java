package io.peerwright.multicast.rendezvous;

import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.multicast.wire.FramedLink;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client, as its server sees it. */
final class ClientLink extends FramedLink {

  /** The list of all groups fits in; whoever does not read is cut off. */
  private static final int MAX_WAITING = 1 << 22;

  private final Requests<? super ClientLink> server;
  private final ConnectionLimits.Place place;
  private @Nullable Endpoint remote;

  ClientLink(Requests<? super ClientLink> server, ConnectionLimits.Place place) {
    super(RendezvousFrames.MAX_BYTES, MAX_WAITING);
    this.server = server;
    this.place = place;
  }

  @Nullable Endpoint remote() {
    return remote;
  }

  @Override
  protected void onReady(Link link) {
    remote = link.remote();
  }

  @Override
  protected void onFrame(int type, ByteBuffer body) {
    Endpoint from = remote;
    if (from == null) {
      return;
    }
    server.counters().requests++;
    place.useful(server.now());
    switch (type) {
      case RendezvousFrames.REGISTER -> register(from, body);
      case RendezvousFrames.UNREGISTER -> {
        Endpoint group = RendezvousFrames.readGroup(body);
        server.registry().unregister(group, from.withPort(body.getShort() & 0xffff));
      }
      case RendezvousFrames.ASK -> {
        Endpoint group = RendezvousFrames.readGroup(body);
        name(group, from, body.get() & 0xff);
      }
      case RendezvousFrames.DISCOVER -> server.discover(this);
      case RendezvousFrames.ANNOUNCE -> server.announce(this, RendezvousFrames.readTitled(body));
      case RendezvousFrames.WITHDRAW -> server.withdraw(this, RendezvousFrames.readTitled(body));
      default -> throw new IllegalArgumentException("no request " + type);
    }
  }

  private void register(Endpoint from, ByteBuffer body) {
    Endpoint group = RendezvousFrames.readGroup(body);
    Endpoint member = from.withPort(body.getShort() & 0xffff);
    int capacity = body.get() & 0xff;
    int wanted = body.get() & 0xff;
    if (!server.registry().register(group, member, capacity, server.seconds())) {
      server.counters().refused++;
      send(RendezvousFrames.refused(group));
      return;
    }
    name(group, member, wanted);
  }

  private void name(Endpoint group, Endpoint whom, int wanted) {
    List<Endpoint> peers = server.registry().draw(group, whom, wanted, server.seconds());
    server.counters().peersNamed += peers.size();
    send(RendezvousFrames.peers(group, peers));
  }

  void found(Group group) {
    send(RendezvousFrames.titled(RendezvousFrames.FOUND, group));
  }

  @Override
  protected void onOver(Reason reason) {
    place.release();
    server.gone(this);
  }
}

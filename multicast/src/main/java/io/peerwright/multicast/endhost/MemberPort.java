package io.peerwright.multicast.endhost;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.net.EndpointBytes;
import io.peerwright.kit.server.LimitedAcceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where others connect: hears for which group they come, and hands them to it. Whoever says nothing
 * makes room for others, those of its own address first.
 */
final class MemberPort implements LimitedAcceptor.Owner, MeshLink.Owner {

  private static final int MOST_LINKS = 10_000;
  private static final int MOST_LINKS_OF_ADDRESS = 256;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Host host;
  private final EndHostConfig config;
  private final Counters counters;
  private final Consumer<Endpoint> onListening;
  private final Consumer<Reason> onStopped;
  private final Function<Endpoint, @Nullable GroupNode> groups;
  private final List<MeshLink> waiting = new ArrayList<>(1);
  private @Nullable LimitedAcceptor acceptor;
  private @Nullable Handle listener;
  private @Nullable Endpoint bound;

  MemberPort(
      Host host,
      EndHostConfig config,
      Counters counters,
      Consumer<Endpoint> onListening,
      Consumer<Reason> onStopped,
      Function<Endpoint, @Nullable GroupNode> groups) {
    this.host = host;
    this.config = config;
    this.counters = counters;
    this.onListening = onListening;
    this.onStopped = onStopped;
    this.groups = groups;
  }

  void listen() {
    ConnectionLimits places =
        new ConnectionLimits(MOST_LINKS, MOST_LINKS_OF_ADDRESS, PATIENCE_NANOS);
    LimitedAcceptor accepting = new LimitedAcceptor(host.loop(), places, this);
    acceptor = accepting;
    Endpoint at = config.listen() == null ? host.listenAddress() : config.listen();
    listener = host.transport().listen(at, SocketOptions.DEFAULT, accepting);
  }

  void close() {
    bound = null;
    if (acceptor != null) {
      acceptor.close();
      acceptor = null;
    }
    if (listener != null) {
      listener.close();
      listener = null;
    }
    List.copyOf(waiting).forEach(each -> each.abort(Reason.SHUTDOWN));
    waiting.clear();
  }

  /** Where it listens; null while it does not. */
  @Nullable Endpoint bound() {
    return bound;
  }

  @Override
  public void onListening(Endpoint at) {
    bound = at;
    Endpoint address = at.isAnyLocal() ? host.transport().localAddresses().get(0) : at;
    onListening.accept(address.withPort(at.port()));
  }

  @Override
  public LinkHandler onLink(Link link, ConnectionLimits.Place place) {
    int most = MemberFrames.maxBytes(config.maxMessageBytes());
    MeshLink accepted = new MeshLink(this, counters, false, most, host.loop().nanoTime());
    accepted.place = place;
    accepted.attach(link);
    waiting.add(accepted);
    return accepted;
  }

  @Override
  public void onStopped(Reason reason) {
    if (bound != null || listener != null) {
      onStopped.accept(reason);
    }
  }

  // Before it is known for which group they come.

  @Override
  public void onReady(MeshLink link) {
    // Whoever dials speaks first.
  }

  @Override
  public void onFrame(MeshLink link, int type, ByteBuffer body) {
    Endpoint remote = link.remote();
    if (type != MemberFrames.HELLO || remote == null) {
      throw new IllegalArgumentException("no greeting: " + type);
    }
    waiting.remove(link);
    Endpoint group = EndpointBytes.read(body);
    Endpoint peer = remote.withPort(body.getShort() & 0xffff);
    int flags = body.get();
    GroupNode node = groups.apply(group);
    if (node == null || node.mesh().isGuest()) {
      link.send(MemberFrames.redirect(List.of()));
      link.close();
      return;
    }
    node.mesh().accept(link, peer, flags, host.loop().nanoTime());
  }

  @Override
  public void onRoom(MeshLink link) {
    // Nothing waits.
  }

  @Override
  public void onOver(MeshLink link, Reason reason) {
    waiting.remove(link);
  }
}

package io.peerwright.multicast.endhost;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.OnceHandle;
import io.peerwright.kit.plugin.BasicOverlay;
import io.peerwright.multicast.rendezvous.RendezvousClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A peer of end-host multicast: a member of some groups, a sender to others. It finds members at
 * rendezvous servers, and needs these for nothing else: messages go from member to member.
 *
 * <p>Has one timer, whatever the number of groups, sources and links.
 */
final class EndHostOverlay extends BasicOverlay
    implements Multicast, GroupNode.Owner, RendezvousClient.Listener, PeerContext.Alarm {

  private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

  private final EndHostConfig config;
  private final Counters counters = new Counters();
  private final RandomGenerator random;
  private final RendezvousClient rendezvous;
  private final Discoveries discoveries;
  private final Map<Endpoint, GroupNode> nodes = new LinkedHashMap<>(2);
  private final List<Membership> memberships = new ArrayList<>(1);
  private final MemberPort port;
  private @Nullable PeerContext context;
  private long timer;
  private long timerNanos;

  EndHostOverlay(OverlayProvider<?> provider, Host host, EndHostConfig config) {
    super(provider, host);
    this.config = config;
    random = host.loop().random("end-host");
    rendezvous = new RendezvousClient(host, config.rendezvous(), this);
    discoveries = new Discoveries(host.loop(), rendezvous);
    port = new MemberPort(host, config, counters, this::onListening, this::onStopped, nodes::get);
  }

  // Joining and leaving.

  @Override
  protected void open() {
    port.listen();
  }

  private void onListening(Endpoint self) {
    PeerContext known = new PeerContext(host, config, counters, random, self, this);
    context = known;
    rendezvous.open();
    memberships.forEach(each -> node(each.group.address(), false));
    within(1);
    joined();
  }

  private void onStopped(Reason reason) {
    if (isOpen()) {
      failed(reason, "cannot listen for members: " + reason);
    }
  }

  @Override
  protected void close() {
    loop().cancel(timer);
    timer = 0;
    List.copyOf(nodes.values()).forEach(GroupNode::close);
    nodes.clear();
    rendezvous.close();
    port.close();
    context = null;
    OverlayException left = new OverlayException(Reason.SHUTDOWN, "the overlay was left");
    for (Membership each : List.copyOf(memberships)) {
      if (!each.stage.isDone()) {
        memberships.remove(each);
        loop().execute(() -> each.stage.completeExceptionally(left));
      }
    }
  }

  // Groups.

  private @Nullable GroupNode node(Endpoint group, boolean guest) {
    PeerContext known = context;
    GroupNode node = nodes.get(group);
    if (known == null) {
      return null;
    }
    if (node == null) {
      node = new GroupNode(known, group, guest, this);
      nodes.put(group, node);
      node.find(known.now());
    } else if (!guest) {
      node.becomeMember();
    }
    return node;
  }

  @Override
  public void findPeers(GroupNode node) {
    Endpoint group = node.group;
    if (!rendezvous.hasServers()) {
      loop().execute(() -> onPeers(group, List.of()));
    } else if (node.mesh().isGuest()) {
      rendezvous.ask(group);
    } else if (context != null) {
      rendezvous.register(group, context.self().port(), 1 + node.mesh().room());
    }
    within(1);
  }

  @Override
  public void onPeers(Endpoint group, List<Endpoint> peers) {
    GroupNode node = nodes.get(group);
    if (node != null) {
      node.onPeers(peers);
      within(1);
    }
  }

  @Override
  public void onAttached(GroupNode node) {
    for (Membership each : List.copyOf(memberships)) {
      if (each.group.address().equals(node.group)) {
        complete(each);
      }
    }
  }

  private void complete(Membership membership) {
    Handle handle = new OnceHandle(() -> leave(membership));
    loop().execute(() -> membership.stage.complete(handle));
  }

  private void leave(Membership membership) {
    membership.close();
    memberships.remove(membership);
    Endpoint group = membership.group.address();
    if (memberships.stream().noneMatch(each -> each.group.address().equals(group))) {
      rendezvous.unregister(group);
      GroupNode node = nodes.remove(group);
      if (node != null) {
        node.close();
      }
    }
  }

  @Override
  public void onMessage(GroupNode node, Endpoint from, byte[] message) {
    counters.messagesDelivered++;
    tellMembers(node.group, from, message);
  }

  private void tellMembers(Endpoint group, Endpoint from, byte[] message) {
    for (Membership each : List.copyOf(memberships)) {
      if (each.group.address().equals(group)) {
        each.hear(from, message);
      }
    }
  }

  // What the application does.

  @Override
  public CompletionStage<Handle> join(
      Group group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    Membership membership = new Membership(group, source, AppCallbacks.two(loop(), messages));
    memberships.add(membership);
    GroupNode node = node(group.address(), false);
    if (node != null && node.isAttached()) {
      complete(membership);
    }
    return membership.stage;
  }

  @Override
  public SendResult send(Group group, ByteBuffer message) {
    PeerContext known = context;
    if (known == null) {
      return SendResult.CLOSED;
    }
    if (message.remaining() > config.maxMessageBytes()) {
      return SendResult.TOO_LARGE;
    }
    Endpoint address = group.address();
    boolean member = memberships.stream().anyMatch(each -> each.group.address().equals(address));
    GroupNode node = node(address, !member);
    if (node == null) {
      return SendResult.CLOSED;
    }
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    SendResult result = node.send(bytes);
    if (member && result == SendResult.ACCEPTED) {
      loop().execute(() -> tellMembers(address, known.self(), bytes));
    }
    return result;
  }

  @Override
  public Handle announce(Group group) {
    return discoveries.announce(group);
  }

  @Override
  public Handle discover(Consumer<? super Group> found) {
    return discoveries.discover(found);
  }

  @Override
  public void onFound(Group group) {
    discoveries.onFound(group);
  }

  @Override
  public boolean isReliable() {
    return config.delivery() == Delivery.RELIABLE;
  }

  @Override
  public boolean keepsHistory() {
    return config.history() > 0;
  }

  // Time.

  @Override
  public void within(long nanos) {
    long due = loop().nanoTime() + nanos;
    if (context != null && (timer == 0 || due - timerNanos < 0)) {
      loop().cancel(timer);
      timerNanos = due;
      timer = loop().schedule(nanos, this::tick, 0, 0);
    }
  }

  private void tick(int code, long argument) {
    timer = 0;
    long now = loop().nanoTime();
    long wait = Math.min(LONGEST_WAIT_NANOS, rendezvous.tick(now));
    for (GroupNode node : List.copyOf(nodes.values())) {
      wait = Math.min(wait, node.tick(now));
      if (node.isUnused(now)) {
        nodes.remove(node.group);
        node.close();
      }
    }
    within(wait);
  }

  // What it tells.

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    nodes.values().forEach(node -> node.mesh().slots().forEach(link -> tell(node, link, all)));
    return all;
  }

  private static void tell(GroupNode node, MeshLink link, List<Neighbour> all) {
    Endpoint peer = link.peer;
    if (peer != null) {
      Map<String, String> figures =
          Map.of("group", node.group.toString(), "rtt", link.rttMicros() + " us");
      all.add(new Neighbour(peer.toString(), peer, node.role(link), figures));
    }
  }

  @Override
  public List<Endpoint> endpoints() {
    return port.bound() == null ? List.of() : List.of(port.bound());
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    counters.tell(sink);
    sink.accept("groups.now", nodes.size());
    sink.accept(
        "links.now", nodes.values().stream().mapToInt(each -> each.mesh().slots().members()).sum());
    sink.accept("sources.now", nodes.values().stream().mapToInt(GroupNode::sources).sum());
  }

  /** What must hold at any time. */
  void checkInvariants() {
    nodes.values().forEach(GroupNode::checkInvariants);
  }
}

package io.peerwright.multicast.flood;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.kit.OnceHandle;
import io.peerwright.kit.server.ServerLife;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A peer of the graph, and what its application has of it. */
final class FloodPrune implements Overlay, Multicast, ServerLife.Work, FloodSession.Owner {

  /** A branch that does not answer delays a join by no more than this. */
  private static final long ATTACH_NANOS = 5_000_000_000L;

  private final MulticastProvider<?> provider;
  private final Host host;
  private final FloodPruneConfig config;
  private final ServerLife life;
  private final LocalGroups groups;
  private final FloodCounters counters = new FloodCounters();
  private final Map<LocalGroups.Membership, CompletableFuture<Handle>> joining =
      new LinkedHashMap<>(2);
  private @Nullable RandomGenerator random;
  private @Nullable FloodSession session;

  FloodPrune(MulticastProvider<?> provider, Host host, FloodPruneConfig config) {
    this.provider = provider;
    this.host = host;
    this.config = config;
    this.life = new ServerLife(host.loop(), this);
    this.groups = new LocalGroups(host.loop(), config.maxAnnouncements());
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return provider.capabilities();
  }

  // Joining and leaving.

  @Override
  public CompletionStage<Void> join() {
    return life.join();
  }

  @Override
  public CompletionStage<Void> leave() {
    return life.leave();
  }

  @Override
  public void start() {
    RandomGenerator chance = random == null ? host.loop().random("flood-prune") : random;
    random = chance;
    FloodSession begun = new FloodSession(host, config, counters, groups, chance, this);
    session = begun;
    begun.open();
  }

  @Override
  public void stop() {
    FloodSession ended = session;
    if (ended == null) {
      life.stopped();
      return;
    }
    List<LocalGroups.Membership> waiting = List.copyOf(joining.keySet());
    for (LocalGroups.Membership each : waiting) {
      CompletableFuture<Handle> stage = joining.remove(each);
      groups.leave(each);
      if (stage != null) {
        OverlayException left = new OverlayException(Reason.SHUTDOWN, "the overlay was left");
        host.loop().execute(() -> stage.completeExceptionally(left));
      }
    }
    ended.close();
  }

  @Override
  public void onJoined() {
    life.joined();
    List.copyOf(joining.keySet()).forEach(this::attach);
  }

  @Override
  public void onStopped(Reason reason) {
    session = null;
    if (life.isStopping()) {
      life.stopped();
    } else {
      life.failed(
          new OverlayException(
              reason,
              reason == Reason.ADDRESS_IN_USE
                  ? "another program listens at the port; choose another with \"port\""
                  : "cannot listen: " + reason));
    }
  }

  // Groups.

  @Override
  public Handle announce(Group group) {
    boolean isNew = groups.offer(group);
    if (session != null && isNew) {
      session.announce(group);
    }
    return new OnceHandle(
        () -> {
          if (groups.withdraw(group) && session != null) {
            session.withdraw(group);
          }
        });
  }

  @Override
  public Handle discover(Consumer<? super Group> found) {
    return groups.discover(found, session == null ? Set.of() : session.offered());
  }

  @Override
  public CompletionStage<Handle> join(
      Group group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    LocalGroups.Membership membership = groups.join(group.address(), source, messages);
    CompletableFuture<Handle> stage = new CompletableFuture<>();
    joining.put(membership, stage);
    if (session != null && session.hasJoined()) {
      attach(membership);
    }
    return stage;
  }

  private void attach(LocalGroups.Membership membership) {
    FloodSession current = session;
    if (current != null) {
      Handle handle = new OnceHandle(() -> groups.leave(membership));
      Runnable done =
          () -> {
            CompletableFuture<Handle> stage = joining.remove(membership);
            if (stage != null) {
              host.loop().execute(() -> stage.complete(handle));
            }
          };
      long timer = host.loop().schedule(ATTACH_NANOS, done);
      current.attach(
          membership.group,
          membership.source,
          () -> {
            host.loop().cancel(timer);
            done.run();
          });
    }
  }

  @Override
  public SendResult send(Group group, ByteBuffer message) {
    FloodSession current = session;
    if (current == null || !current.hasJoined()) {
      return SendResult.CLOSED;
    }
    if (message.remaining() > config.maxMessageBytes()) {
      return SendResult.TOO_LARGE;
    }
    current.send(group.address(), message);
    return SendResult.ACCEPTED;
  }

  @Override
  public boolean isReliable() {
    return false;
  }

  @Override
  public boolean keepsHistory() {
    return false;
  }

  // What is shown.

  @Override
  public List<Neighbour> neighbours() {
    return session == null
        ? List.of()
        : session.links().stream()
            .map(
                each ->
                    new Neighbour(each.endpoint().toString(), each.endpoint(), "router", Map.of()))
            .toList();
  }

  @Override
  public List<Endpoint> endpoints() {
    return session == null ? List.of() : session.endpoints();
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    counters.tell(sink);
    sink.accept("sources.now", session == null ? 0 : session.sources());
    sink.accept("announcements.now", session == null ? 0 : session.offers());
  }
}

package io.peerwright.multicast.auto;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.plugin.BasicOverlay;
import io.peerwright.multicast.delivery.Membership;
import io.peerwright.multicast.delivery.SeenMessages;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.endhost.EndHostProvider;
import io.peerwright.multicast.flood.FloodPruneProvider;
import io.peerwright.multicast.ip.IpMulticastProvider;
import io.peerwright.multicast.ip.SelfTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A peer that finds out for itself how a group is reached. On joining it tests IP multicast on each
 * interface; where that works its subnet needs one copy, which the network itself brings to all
 * members. Of the members on a subnet one is the bridge to the overlay, which joins the subnets and
 * the peers that have no IP multicast.
 *
 * <p>IP multicast by routers beyond the subnet is not relied on: what leaves the subnet does so
 * over the overlay.
 */
final class AutoMulticast extends BasicOverlay implements Multicast {

  /** Sources that are told apart at a time. */
  private static final int MOST_SOURCES = 4_096;

  /** An overlay that is multicast. */
  private record Way(Overlay overlay, Multicast multicast) {
    static Way of(Overlay overlay) {
      return new Way(overlay, overlay.as(Multicast.class).orElseThrow());
    }
  }

  private final AutoConfig config;
  private final AutoCounters counters = new AutoCounters();
  private final Directories directories;
  private final Way between;

  /** By their interfaces; made when their interface has passed its test for the first time. */
  private final Map<Endpoint, Way> subnets = new LinkedHashMap<>();

  private final Map<Group, BridgedGroup> groups = new LinkedHashMap<>();
  private final List<Handle> tests = new ArrayList<>();
  private final List<Endpoint> working = new ArrayList<>();
  private @Nullable RandomGenerator random;
  private @Nullable Ways ways;
  private int awaited;
  private int life;
  private long sequence;
  private CompletionStage<?> closed = CompletableFuture.completedFuture(null);

  AutoMulticast(OverlayProvider<?> provider, Host host, AutoConfig config) {
    super(provider, host);
    this.config = config;
    directories = new Directories(host.loop());
    between =
        Way.of(
            config.between() == AutoConfig.Between.END_HOST
                ? new EndHostProvider().create(host, config.endHost())
                : new FloodPruneProvider().create(host, config.floodPrune()));
    directories.add(between.multicast());
  }

  // ---- joining and leaving the network

  @Override
  protected void open() {
    life++;
    working.clear();
    List<Endpoint> candidates = config.useIp() ? candidates() : List.of();
    awaited = 1 + candidates.size();
    int of = life;
    for (Endpoint each : candidates) {
      tests.add(SelfTest.run(host, each, result -> tested(result)));
    }
    between
        .overlay()
        .join()
        .whenComplete(
            (done, failure) -> {
              if (of == life) {
                joinedOverlay(failure);
              }
            });
  }

  private List<Endpoint> candidates() {
    List<Endpoint> listed = config.ip().interfaces();
    Endpoint listen = host.listenAddress().withPort(0);
    if (!listed.isEmpty()) {
      return listed;
    }
    return listen.isAnyLocal() || config.ip().everyInterface()
        ? SelfTest.interfaces(host)
        : List.of(listen);
  }

  private void joinedOverlay(@Nullable Throwable failure) {
    if (failure == null) {
      oneDone();
    } else {
      Reason reason = failure instanceof OverlayException known ? known.reason() : Reason.FAILED;
      failed(reason, "the overlay between subnets cannot be joined: " + failure.getMessage());
    }
  }

  private void tested(SelfTest.Result result) {
    if (!result.works()) {
      oneDone();
      return;
    }
    Endpoint on = result.onInterface();
    Way way = subnets.get(on);
    if (way == null) {
      way = Way.of(new IpMulticastProvider().create(host, config.ip().withInterfaces(List.of(on))));
      subnets.put(on, way);
      directories.add(way.multicast());
    }
    int of = life;
    way.overlay()
        .join()
        .whenComplete(
            (done, failure) -> {
              if (of == life) {
                if (failure == null) {
                  working.add(on);
                }
                oneDone();
              }
            });
  }

  private void oneDone() {
    awaited--;
    if (awaited == 0) {
      random = random == null ? loop().random("auto") : random;
      List<Multicast> usable = new ArrayList<>();
      subnets.forEach(
          (on, way) -> {
            if (working.contains(on)) {
              usable.add(way.multicast());
            }
          });
      sequence = 0;
      Ways open =
          new Ways(
              loop(),
              random,
              SourceId.starting(address(), loop()),
              usable,
              between.multicast(),
              new SeenMessages(MOST_SOURCES));
      ways = open;
      List.copyOf(groups.values()).forEach(each -> each.open(open));
      joined();
    }
  }

  /** What this peer is known by as a source: where it listens, which is nobody else's. */
  private Endpoint address() {
    Endpoint listen = host.listenAddress();
    Endpoint best = listen.isAnyLocal() ? host.transport().localAddresses().get(0) : listen;
    int port =
        between.overlay().endpoints().stream().mapToInt(Endpoint::port).findFirst().orElse(0);
    return new Endpoint(best.high(), best.low(), port, 0);
  }

  @Override
  protected void close() {
    life++;
    tests.forEach(Handle::close);
    tests.clear();
    groups.values().forEach(BridgedGroup::close);
    groups.values().removeIf(BridgedGroup::isEmpty);
    ways = null;
    List<CompletableFuture<Void>> leaving = new ArrayList<>();
    subnets.values().forEach(each -> leaving.add(each.overlay().leave().toCompletableFuture()));
    leaving.add(between.overlay().leave().toCompletableFuture());
    closed = CompletableFuture.allOf(leaving.toArray(CompletableFuture<?>[]::new));
  }

  @Override
  protected void whenClosed(Runnable then) {
    closed.whenComplete((done, failure) -> loop().execute(then));
  }

  // ---- groups

  @Override
  public Handle announce(Group group) {
    return directories.announce(group);
  }

  @Override
  public Handle discover(Consumer<? super Group> found) {
    return directories.discover(found);
  }

  @Override
  public CompletionStage<Handle> join(
      Group group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    // One group whatever people call it.
    Group key = new Group(group.address(), "");
    BridgedGroup its = groups.get(key);
    if (its == null) {
      its = new BridgedGroup(key, counters, () -> groups.remove(key));
      groups.put(key, its);
      if (ways != null) {
        its.open(ways);
      }
    }
    Membership member = new Membership(source, AppCallbacks.two(loop(), messages));
    its.add(member);
    return member.joined();
  }

  @Override
  public SendResult send(Group group, ByteBuffer message) {
    Ways current = ways;
    if (current == null) {
      return SendResult.CLOSED;
    }
    int most = Math.min(host.transport().maxDatagramBytes(), config.maxMessageBytes());
    if (message.remaining() > most - AutoFrame.MOST_HEADER_BYTES) {
      return SendResult.TOO_LARGE;
    }
    Group key = new Group(group.address(), "");
    BridgedGroup its = groups.get(key);
    AutoFrame.Message frame =
        new AutoFrame.Message(current.self(), sequence, true, message.duplicate());
    // Ours come back by many ways, and are delivered here once, when this call is over.
    SendResult result = its == null ? sendAsStranger(current, key, frame) : its.send(frame);
    if (result == SendResult.ACCEPTED) {
      counters.sent++;
      current.seen().accept(key.address(), current.self(), sequence, loop().nanoTime());
      sequence++;
      if (its != null) {
        deliverHere(its, current.self(), message);
      }
    }
    return result;
  }

  private void deliverHere(BridgedGroup its, SourceId self, ByteBuffer message) {
    ByteBuffer copy = ByteBuffer.allocate(message.remaining()).put(message.duplicate()).flip();
    loop().execute(() -> its.deliver(self, copy));
  }

  /** Who is no member does not know whether its subnet has a bridge, and needs none. */
  private static SendResult sendAsStranger(Ways by, Group group, AutoFrame.Message frame) {
    SendResult result = by.overlay().send(group, frame.write());
    for (Multicast each : by.subnets()) {
      result = BridgedGroup.better(result, each.send(group, frame.write()));
    }
    return result;
  }

  @Override
  public boolean isReliable() {
    return false;
  }

  @Override
  public boolean keepsHistory() {
    return false;
  }

  // ---- what it tells

  @Override
  public List<Neighbour> neighbours() {
    return between.overlay().neighbours();
  }

  @Override
  public List<Endpoint> endpoints() {
    if (ways == null) {
      return List.of();
    }
    List<Endpoint> all = new ArrayList<>(between.overlay().endpoints());
    subnets.values().forEach(each -> all.addAll(each.overlay().endpoints()));
    return all;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    counters.tell(sink);
    sink.accept("subnets.now", working.size());
    between.overlay().meters((name, value) -> sink.accept("overlay." + name, value));
    Map<String, Long> ip = new LinkedHashMap<>();
    subnets
        .values()
        .forEach(each -> each.overlay().meters((name, value) -> ip.merge(name, value, Long::sum)));
    ip.forEach((name, value) -> sink.accept("ip." + name, value));
  }
}

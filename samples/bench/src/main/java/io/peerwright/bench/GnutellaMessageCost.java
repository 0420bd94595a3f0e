package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each message of Gnutella costs an ultrapeer by the byte that a stranger sends it: processor
 * time, memory that is allocated, memory that it keeps, and what all links are sent for it. The
 * ultrapeer has eight other links, and its limits are on, as they always are. The simulated network
 * is in it, and the other ends.
 */
final class GnutellaMessageCost implements Benchmark {

  private static final int PORT = 6346;
  private static final int LINKS = 8;
  private static final int FILES = 1_000;
  private static final int STEPS = 40;
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final double LIMIT_NANOS = 20_000;
  private static final double LIMIT_KEPT_BYTES = 2;

  private record Cost(long bytes, double nanos, double allocated, double kept, double sent) {}

  @Override
  public String name() {
    return "gnutella-message-cost";
  }

  @Override
  public String description() {
    return "most processor time that a byte of a stranger's messages costs an ultrapeer of Gnutella";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx1g", "-XX:+UseSerialGC");
  }

  @Override
  public Figure measure(Progress progress) throws InterruptedException {
    Cost quiet = run(null);
    quiet = run(null);
    double worst = 0;
    double mostKept = 0;
    for (GnutellaMessages kind : GnutellaMessages.all()) {
      run(kind);
      Cost cost = run(kind);
      double bytes = Math.max(1, cost.bytes);
      double nanos = Math.max(0, cost.nanos - quiet.nanos) / bytes;
      double kept = Math.max(0, cost.kept - quiet.kept) / bytes;
      progress.say(
          String.format(
              Locale.ROOT,
              "  %-32s %,9d B: %7.1f ns, %6.1f B allocated, %6.3f B kept, %6.2f B sent a byte",
              kind.name(),
              cost.bytes,
              nanos,
              Math.max(0, cost.allocated - quiet.allocated) / bytes,
              kept,
              Math.max(0, cost.sent - quiet.sent) / bytes));
      worst = Math.max(worst, nanos);
      mostKept = Math.max(mostKept, kept);
    }
    progress.say(
        String.format(
            Locale.ROOT,
            "  most kept: %.3f bytes of heap a byte (limit %.0f)",
            mostKept,
            LIMIT_KEPT_BYTES));
    return new Figure(name(), worst, "ns/byte", "limit", LIMIT_NANOS, "<= 1");
  }

  private Cost run(@Nullable GnutellaMessages kind) throws InterruptedException {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = simulation.newHost("ultrapeer", null, null);
      Endpoint at = host.listenAddress().withPort(PORT);
      GnutellaConfig config = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withListen(at);
      CountingTransport counting = new CountingTransport(host.transport());
      Overlay servent = new GnutellaProvider().create(new DecoratedHost(host, counting), config);
      servent.join();
      Sharing sharing = servent.as(Sharing.class).orElseThrow();
      for (int i = 0; i < FILES; i++) {
        String name = "copper rain " + i + ".ogg";
        sharing.share(new SharedItem(Path.of("none"), name, 1_000, Set.of(), Map.of()));
      }
      simulation.runFor(REST);
      List<StubServent> others = new ArrayList<>();
      for (int i = 0; i < LINKS; i++) {
        others.add(new StubServent(simulation.newHost("other" + i, null, null), at, true));
      }
      Host stranger = simulation.newHost("stranger", null, null);
      Sender sender = sender(stranger, at, kind);
      simulation.runFor(REST);
      if (!others.stream().allMatch(StubServent::isLinked)) {
        throw new IllegalStateException("a link is missing");
      }
      long sentBefore = sent(others, sender);
      long receivedBefore = counting.receivedBytes();
      CostMeter meter = new CostMeter(true);
      for (int step = 0; step < STEPS; step++) {
        sender.step();
        meter.during(() -> simulation.runFor(STEP));
      }
      sender.forget();
      return new Cost(
          counting.receivedBytes() - receivedBefore + sender.datagramBytes(),
          meter.nanos(),
          meter.allocatedBytes(),
          meter.keptBytes(),
          sent(others, sender) - sentBefore);
    }
  }

  private static long sent(List<StubServent> others, Sender sender) {
    return others.stream().mapToLong(StubServent::received).sum() + sender.receivedBytes();
  }

  /** The stranger. */
  private interface Sender {

    /** Sends more, if what it has sent before has got away. */
    void step();

    /** Drops what was made and not sent. */
    void forget();

    /** What it has sent without a link. */
    default long datagramBytes() {
      return 0;
    }

    long receivedBytes();
  }

  private static Sender sender(Host host, Endpoint at, @Nullable GnutellaMessages kind) {
    if (kind == null) {
      return new Silent();
    }
    return kind.isDatagram() ? new Datagram(host, at, kind) : new Flood(host, at, kind);
  }

  private static final class Silent implements Sender {
    @Override
    public void step() {}

    @Override
    public void forget() {}

    @Override
    public long receivedBytes() {
      return 0;
    }
  }

  /** Over one link, and over the next one when that is cut. */
  private static final class Flood implements Sender {
    private static final int STEP_BYTES = 50_000;

    private final Host host;
    private final Endpoint at;
    private final GnutellaMessages kind;
    private StrangeLink link;
    private long receivedOverOthers;

    Flood(Host host, Endpoint at, GnutellaMessages kind) {
      this.host = host;
      this.at = at;
      this.kind = kind;
      link = new StrangeLink(host, at, kind);
    }

    @Override
    public void step() {
      if (link.isOver()) {
        receivedOverOthers += link.receivedBytes();
        link = new StrangeLink(host, at, kind);
      } else if (link.isReady()) {
        link.send(ByteBuffer.wrap(kind.bytes(STEP_BYTES)));
      }
    }

    @Override
    public void forget() {
      link.forget();
    }

    @Override
    public long receivedBytes() {
      return receivedOverOthers + link.receivedBytes();
    }
  }

  /** Without a link. */
  private static final class Datagram implements Sender, DatagramHandler {
    private static final int STEP_DATAGRAMS = 500;

    private final Datagrams socket;
    private final Endpoint at;
    private final GnutellaMessages kind;
    private long sent;
    private long received;

    Datagram(Host host, Endpoint at, GnutellaMessages kind) {
      this.at = at;
      this.kind = kind;
      socket =
          host.transport().bind(host.listenAddress().withPort(PORT), SocketOptions.DEFAULT, this);
    }

    @Override
    public void step() {
      for (int i = 0; i < STEP_DATAGRAMS; i++) {
        ByteBuffer one = ByteBuffer.wrap(kind.bytes(1));
        socket.send(at, one);
        sent += one.position();
      }
    }

    @Override
    public void forget() {}

    @Override
    public long datagramBytes() {
      return sent;
    }

    @Override
    public long receivedBytes() {
      return received;
    }

    @Override
    public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
      received += data.remaining();
    }
  }
}

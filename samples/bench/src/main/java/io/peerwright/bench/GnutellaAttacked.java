package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * What an ultrapeer of Gnutella that one connection floods with a megabyte in each second leaves to
 * its other links: of their queries, those that still get to all of them over narrow lines; and of
 * the processor, what the flood does not take. The lesser of the two counts, of the worst flood.
 */
final class GnutellaAttacked implements Benchmark {

  private static final int PORT = 6346;
  private static final int LINKS = 8;
  private static final int FILES = 1_000;
  private static final int WARM_UP_STEPS = 50;
  private static final int STEPS = 200;
  private static final Duration STEP = Duration.ofMillis(100);
  private static final int ATTACK_BYTES = 100_000;

  /** No room for all that an attacker can send. */
  private static final int NARROW = 1 << 15;

  private static final long HONEST = 0x1234_5678_9abc_def0L;
  private static final byte[] ASKED = "\0\0silver snow\0".getBytes(StandardCharsets.ISO_8859_1);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private record Result(int delivered, double processor) {}

  @Override
  public String name() {
    return "gnutella-attacked";
  }

  @Override
  public String description() {
    return "what one link that floods an ultrapeer with 1 MB/s leaves of its rate to the others";
  }

  @Override
  public Figure measure(Progress progress) {
    double least = 1;
    run(null);
    Result quiet = run(null);
    for (GnutellaAttack attack : GnutellaAttack.values()) {
      Result under = run(attack);
      double delivered = (double) under.delivered / quiet.delivered;
      double processor = 1 - Math.max(0, under.processor - quiet.processor);
      progress.say(
          String.format(
              "  %-18s of the others' queries %.3f get there, of a processor %.3f is left",
              attack, delivered, processor));
      least = Math.min(least, Math.min(delivered, processor));
    }
    return new Figure(name(), least, "of the rate", "without a flood", 1, ">= 0.9");
  }

  private Result run(@Nullable GnutellaAttack attack) {
    NetworkModel narrow = NetworkModel.DEFAULT.withBandwidth(0, NARROW);
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = simulation.newHost("ultrapeer", null, null);
      Endpoint at = host.listenAddress().withPort(PORT);
      GnutellaConfig config = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withListen(at);
      Overlay servent = new GnutellaProvider().create(host, config);
      servent.join();
      for (int i = 0; i < FILES; i++) {
        share(servent, "copper rain " + i + ".ogg");
      }
      simulation.runFor(Duration.ofSeconds(1));
      List<Neighbour> honest = new ArrayList<>();
      for (int i = 0; i < LINKS; i++) {
        Host other = simulation.newHost("n" + i, null, null);
        simulation.setModel(other, narrow);
        honest.add(new Neighbour(other, at, null));
      }
      Host stranger = simulation.newHost("stranger", null, null);
      simulation.runFor(Duration.ofSeconds(2));
      SplittableRandom random = new SplittableRandom(1);
      Attacker attacker = attack == null ? null : new Attacker(stranger, at, attack, random);
      int sent = 0;
      long cpu = 0;
      for (int step = 0; step < WARM_UP_STEPS + STEPS; step++) {
        for (Neighbour each : honest) {
          each.ask(random.nextLong());
        }
        if (attacker != null) {
          attacker.step();
        }
        long before = threads.getCurrentThreadCpuTime();
        simulation.runFor(STEP);
        long took = threads.getCurrentThreadCpuTime() - before;
        cpu += step < WARM_UP_STEPS ? 0 : took;
        sent++;
      }
      simulation.runFor(Duration.ofSeconds(5));
      int delivered = honest.stream().mapToInt(each -> each.honest).sum();
      if (attack == null && delivered != sent * LINKS * (LINKS - 1)) {
        throw new IllegalStateException(delivered + " get there without a flood");
      }
      return new Result(delivered, cpu / 1e9 / (STEPS * STEP.toMillis() / 1e3));
    }
  }

  private static void share(Overlay servent, String name) {
    SharedItem item = new SharedItem(Path.of("none"), name, 1_000, Set.of(), Map.of());
    servent.as(Sharing.class).orElseThrow().share(item);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Floods one connection, and makes the next one when that is cut. */
  private static final class Attacker {
    private final Host host;
    private final Endpoint at;
    private final GnutellaAttack attack;
    private final SplittableRandom random;
    private Neighbour link;
    private Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);

    Attacker(Host host, Endpoint at, GnutellaAttack attack, SplittableRandom random) {
      this.host = host;
      this.at = at;
      this.attack = attack;
      this.random = random;
      link = new Neighbour(host, at, attack);
    }

    void step() {
      if (link.gone) {
        deflater.end();
        deflater = new Deflater(Deflater.BEST_COMPRESSION);
        link = new Neighbour(host, at, attack);
      } else if (link.linked && link.unsent() == 0) {
        link.send(ByteBuffer.wrap(attack.bytes(ATTACK_BYTES, random, deflater)));
      }
    }
  }

  /** The other end of a link; counts what honest ones have sent. */
  private static final class Neighbour implements LinkHandler {
    private final FrameBuffer frames = new FrameBuffer(GnutellaFrames.FRAMING, 1 << 17);
    private final @Nullable GnutellaAttack attack;
    private final Link link;
    private @Nullable ByteBuffer rest;
    private boolean linked;
    private boolean gone;
    private int honest;

    Neighbour(Host host, Endpoint to, @Nullable GnutellaAttack attack) {
      this.attack = attack;
      link = host.transport().connect(to, SocketOptions.DEFAULT, this);
    }

    void ask(long low) {
      send(GnutellaFrames.message(HONEST, low, 0x80, 3, ASKED));
    }

    void send(ByteBuffer bytes) {
      if (!gone) {
        link.write(bytes);
        rest = bytes.hasRemaining() ? bytes : null;
      }
    }

    int unsent() {
      return rest == null ? 0 : rest.remaining();
    }

    @Override
    public void onOpen(Link opened) {
      opened.request(Link.UNLIMITED);
      linked = attack != null && attack.isHttp();
      if (!linked) {
        opened.write(text((attack == null ? GnutellaAttack.PINGS : attack).greeting()));
      }
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      if (!linked) {
        linked = true;
        data.position(data.limit());
        from.write(text((attack == null ? GnutellaAttack.PINGS : attack).thanks()));
      }
      if (attack != null) {
        data.position(data.limit());
        return;
      }
      for (ByteBuffer next = frames.next(data); next != null; next = frames.next(data)) {
        honest += next.getLong(0) == HONEST ? 1 : 0;
      }
    }

    @Override
    public void onWritable(Link writable) {
      if (rest != null) {
        send(rest);
      }
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      gone = true;
    }
  }
}

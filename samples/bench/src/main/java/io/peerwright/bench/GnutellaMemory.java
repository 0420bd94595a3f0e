package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the heap of an ultrapeer of Gnutella holds that has 30 ultrapeers and 300 leaves over TCP,
 * each with 100 files whose words it has been told of, while they search; beside as many links of
 * the transport that do nothing. Both have a small heap, so that what is garbage has no room
 * either.
 */
final class GnutellaMemory implements Benchmark {

  private static final int ULTRAPEERS = 30;
  private static final int LEAVES = 300;
  private static final int LIMIT_MIB = 32;

  /** For compilers: no queries of others yet. */
  private static final int WARM_UP_STEPS = 80;

  private static final int STEPS = 400;
  private static final int STEP_MILLIS = 100;
  private static final int SEARCHES = 10;

  /** Queries of others that each ultrapeer passes on in a step: less than are taken from it. */
  private static final int PASSED_ON = 15;

  /** So many queries fill all places in which the ways back are remembered. */
  private static final int REMEMBERED = 2 << 16;

  private static final int LAST_HOP = 2;
  private static final Duration SEARCH = Duration.ofSeconds(10);
  private static final Query NOWHERE = Query.parse("nowhere").limitedTo(1, SEARCH);
  private static final double LEAST_ANSWERED = 0.95;
  private static final List<String> OPTIONS = List.of("-Xmx" + LIMIT_MIB + "m", "-XX:+UseSerialGC");

  private record Other(Host host, Overlay servent) {
    <T> T on(Supplier<CompletionStage<T>> what) throws Exception {
      return LiveSteps.on(host.loop(), what);
    }
  }

  @Override
  public String name() {
    return "gnutella-memory";
  }

  @Override
  public String description() {
    return "heap of an ultrapeer of Gnutella with 30 ultrapeers and 300 leaves over TCP that search";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    bare(progress);
    try (MemoryProcess process = MemoryProcess.servent(OPTIONS, ULTRAPEERS, LEAVES);
        Network network = TransportPair.openVertx()) {
      long most = say(progress, "nobody", process).heap();
      List<Other> others = new ArrayList<>();
      for (int i = 0; i < ULTRAPEERS + LEAVES; i++) {
        others.add(join(network, i, HostPort.parse("127.0.0.1:" + process.address.getPort())));
      }
      for (Other each : others) {
        each.on(() -> each.servent.as(Sharing.class).orElseThrow().published());
      }
      most = Math.max(most, say(progress, "all are quiet", process).heap());
      AtomicInteger answered = new AtomicInteger();
      SplittableRandom random = new SplittableRandom(1);
      for (int step = 1; step <= STEPS; step++) {
        if (step > WARM_UP_STEPS) {
          others.subList(0, ULTRAPEERS).forEach(GnutellaMemory::passOn);
        }
        for (int i = 0; i < SEARCHES; i++) {
          search(others, random, answered);
        }
        Thread.sleep(STEP_MILLIS);
        if (step % (STEPS / 5) == 0) {
          most = Math.max(most, say(progress, "they search", process).heap());
        }
      }
      Thread.sleep(SEARCH.toMillis());
      MemoryProcess.Told after = say(progress, "all searches are over", process);
      int searches = STEPS * SEARCHES;
      progress.say(
          String.format("  %,d of %,d searches found something", answered.get(), searches));
      if (after.ultrapeers() != ULTRAPEERS || after.leaves() != LEAVES) {
        throw new IllegalStateException("links are gone: " + after);
      }
      if (after.queries() < REMEMBERED) {
        throw new IllegalStateException("too few queries: " + after);
      }
      if (answered.get() < LEAST_ANSWERED * searches) {
        throw new IllegalStateException("searches found nothing");
      }
      double mib = Math.max(most, after.heap()) / (double) (1 << 20);
      return new Figure(name(), mib, "MiB", "limit", LIMIT_MIB, "<= 1");
    }
  }

  private static void bare(Progress progress) throws Exception {
    try (MemoryProcess process = MemoryProcess.listener(OPTIONS)) {
      say(progress, "a listener alone", process);
      try (LoadedLinks links = new LoadedLinks(process.address, ULTRAPEERS + LEAVES, false)) {
        links.settle(300);
        say(progress, "a listener with links", process);
      }
    }
  }

  private static MemoryProcess.Told say(Progress progress, String when, MemoryProcess process)
      throws Exception {
    MemoryProcess.Told told = process.ask();
    progress.say(
        String.format(
            Locale.ROOT,
            "  %s: %d + %d links, %,d queries, %,d hits, %.2f MiB of heap, %.2f of direct buffers,"
                + " %.0f resident; %.2f s of collecting garbage",
            when,
            told.ultrapeers(),
            told.leaves(),
            told.queries(),
            told.hits(),
            mib(told.heap()),
            mib(told.direct()),
            mib(Jvm.residentBytes(process.pid())),
            told.collectMillis() / 1e3));
    return told;
  }

  private static double mib(long bytes) {
    return (double) bytes / (1 << 20);
  }

  private static Other join(Network network, int number, HostPort measured) throws Exception {
    Host host = network.newHost("s" + number, Endpoint.parse("127.0.0.1:0"), null);
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withRole(number < ULTRAPEERS ? Tier.ULTRAPEER : Tier.LEAF)
            .withLinks(1, 0, 1)
            .withBootstrap(List.of(measured))
            .withListen(host.listenAddress());
    if (number < ULTRAPEERS) {
      config = config.withForwarding(ForwardingKind.FLOOD, LAST_HOP);
    }
    Other other = new Other(host, new GnutellaProvider().create(host, config));
    other.on(
        () -> {
          Sharing sharing = other.servent.as(Sharing.class).orElseThrow();
          WordyFiles.of(number).forEach(sharing::share);
          return other.servent.join();
        });
    return other;
  }

  /** Queries for what nobody has, as an ultrapeer gets them from elsewhere. */
  private static void passOn(Other ultrapeer) {
    KeywordSearch search = ultrapeer.servent.as(KeywordSearch.class).orElseThrow();
    ultrapeer
        .host
        .loop()
        .execute(
            () -> {
              for (int i = 0; i < PASSED_ON; i++) {
                search.search(NOWHERE, hit -> {}, reason -> {}).close();
              }
            });
  }

  /**
   * One of them looks for two words of a file of a leaf, sometimes for one word of it. Those of
   * ultrapeers would come in minutes: a leaf's query goes from one ultrapeer to the next.
   */
  private static void search(List<Other> others, SplittableRandom random, AtomicInteger answered) {
    int from = random.nextInt(others.size());
    int to = ULTRAPEERS + random.nextInt(LEAVES);
    to = to == from ? ULTRAPEERS + (to + 1) % LEAVES : to;
    String[] words = WordyFiles.words(to, random.nextInt(WordyFiles.EACH)).split(" ");
    String asked = random.nextInt(4) == 0 ? words[0] : words[0] + " " + words[1];
    Other other = others.get(from);
    boolean[] found = new boolean[1];
    other
        .host
        .loop()
        .execute(
            () ->
                other
                    .servent
                    .as(KeywordSearch.class)
                    .orElseThrow()
                    .search(
                        Query.parse(asked).limitedTo(100, SEARCH),
                        hit -> found[0] = true,
                        reason -> answered.addAndGet(found[0] ? 1 : 0)));
  }
}

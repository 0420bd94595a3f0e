package io.peerwright.samples.servents;

import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.samples.servents.ServentNetwork.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A network of ultrapeers and leaves as a {@link TierPlan} has it, in which searches are counted.
 */
public final class Tiers implements AutoCloseable {

  private static final Duration TABLES = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int LEAVES = 300;
  private static final int MINUTES_PER_HOUR = 60;

  private final TierPlan plan;
  private final ServentNetwork network;
  private final SplittableRandom random;
  private final int sharers;

  /**
   * Builds it, and waits until all have told what they share.
   *
   * @param tables whether they tell each other of their words
   */
  public Tiers(TierPlan plan, long seed, boolean tables) {
    this.plan = plan;
    random = new SplittableRandom(seed);
    network = plan.network(seed, tables);
    network.addCore(plan.graph(seed), Tier.ULTRAPEER, LEAVES, plan.kinds());
    int[] sharing = new int[1];
    network.addLeaves(plan.leaves(), plan.leafLinks(), number -> files(number, sharing));
    sharers = sharing[0];
    network.pass(TABLES);
  }

  private List<String> files(int number, int[] sharing) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < plan.files(); k++) {
      names.add(song() + " " + k + ".mp3");
    }
    if (random.nextDouble() < plan.sharers()) {
      names.add(TierPlan.WORDS + " " + number + ".ogg");
      sharing[0]++;
    }
    return names;
  }

  private String song() {
    String words = "track" + random.nextInt(100_000) + " album" + random.nextInt(20_000);
    return words + " artist" + random.nextInt(10_000);
  }

  /** How many leaves share what is looked for. */
  public int sharers() {
    return sharers;
  }

  /** How many links the ultrapeers have among themselves. */
  public long links() {
    return (network.meter("links.ultrapeers.now") - network.meter("links.leaves.now")) / 2;
  }

  /** Bytes of tables that a servent has told its neighbours, in the mean. */
  public double tableBytes() {
    return (double) network.meter("tables.bytes") / network.size();
  }

  /**
   * Lets time pass in which leaves share more, each one file in an hour, as many in each minute.
   *
   * @return bytes of tables that all have told for it, for each leaf and hour
   */
  public double tableBytesAnHour(int minutes) {
    long before = network.meter("tables.bytes");
    for (int minute = 0; minute < minutes; minute++) {
      for (int i = 0; i < plan.leaves() / MINUTES_PER_HOUR; i++) {
        int leaf = network.core() + random.nextInt(network.size() - network.core());
        network.share(leaf, song() + ".mp3");
      }
      network.pass(Duration.ofMinutes(1));
    }
    double told = network.meter("tables.bytes") - before;
    return told / plan.leaves() * MINUTES_PER_HOUR / minutes;
  }

  /** How many servents there are. */
  public int size() {
    return network.size();
  }

  /** Searches from an ultrapeer that uses this kind, by chance. */
  public void search(ForwardingKind kind, QueryFigures into) {
    int kinds = plan.kinds().size();
    int turn = plan.kinds().indexOf(kind);
    int from = random.nextInt((network.core() - turn + kinds - 1) / kinds) * kinds + turn;
    Outcome query = network.search(from, TierPlan.WORDS, plan.wanted(), LONGEST);
    into.add(query, network.size() - 1, Math.min(plan.wanted(), sharers));
  }

  /**
   * Takes ultrapeers away without a word, and floods a query before others have taken their place.
   * The network is not to be used after that.
   *
   * @param share how many of them
   * @param byDegree those with the most neighbours; else by chance
   * @return the share of those that share what is looked for of which a hit has come
   */
  public double recallWithout(double share, boolean byDegree) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, network.core()).boxed().toList());
    if (byDegree) {
      all.sort(Comparator.comparing(network::neighbours, Comparator.reverseOrder()));
    } else {
      Collections.shuffle(all, new Random(random.nextLong()));
    }
    int gone = (int) Math.round(network.core() * share);
    int flooding = plan.kinds().indexOf(ForwardingKind.FLOOD);
    int from =
        all.subList(gone, all.size()).stream()
            .filter(each -> each % plan.kinds().size() == flooding)
            .findFirst()
            .orElseThrow();
    network.crash(all.subList(0, gone));
    Outcome query = network.search(from, TierPlan.WORDS, 1_000_000, Duration.ofSeconds(60));
    return (double) query.peers() / Math.max(1, sharers);
  }

  @Override
  public void close() {
    network.close();
  }
}

package io.peerwright.transport.inmemory.faults;

import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.faults.Faults.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** Draws the faults of one plan, each kind from a stream of its own. */
final class FaultDraw {

  private static final double MILLIS_PER_HOUR = 3.6e6;
  private static final int MOST_LATE_MILLIS = 3_000;
  private static final int MOST_AHEAD_MILLIS = 86_400_000;

  /** One in so many kinds is left out. */
  private static final int LEFT_OUT = 4;

  /** A cut takes away up to one in so many hosts. */
  private static final int CUT_OFF = 4;

  private final FaultMix mix;
  private final long seed;
  private final List<String> hosts;
  private final long from;
  private final long until;
  private final List<Fault> faults = new ArrayList<>();
  private Mix random = new Mix(0);

  FaultDraw(FaultMix mix, long seed, List<String> hosts, long from, long until) {
    this.mix = mix;
    this.seed = Mix.of(seed, 8);
    this.hosts = List.copyOf(hosts);
    this.from = from;
    this.until = until;
  }

  FaultPlan plan() {
    int count = hosts.size();
    draw("crash", mix.crash() * count, this::crash);
    draw("cut", count < 2 ? 0 : mix.cut(), this::cut);
    draw("slow", mix.slow() * count, this::slow);
    draw("skew", mix.skew() * count, this::skew);
    draw("reset", mix.reset() * count, at -> new Fault.Reset(host(), at));
    draw("half", mix.half() * count, at -> new Fault.HalfOpen(host(), at));
    draw("full", mix.full() * count, at -> new Fault.FullDisk(host(), at, lasting(at)));
    return new FaultPlan(faults);
  }

  private void draw(String kind, double perHour, LongFunction<Fault> make) {
    random = new Mix(Mix.of(seed, Mix.of(kind)));
    if (perHour == 0 || below(LEFT_OUT) == 0) {
      return;
    }
    double at = from + pause(perHour);
    while (at < until) {
      faults.add(make.apply((long) at));
      at += pause(perHour);
    }
  }

  /** Until the next event of a Poisson process. */
  private double pause(double perHour) {
    return -StrictMath.log(1 - random.nextDouble()) * MILLIS_PER_HOUR / perHour;
  }

  private int below(int bound) {
    return (int) Mix.scale(random.nextLong(), bound);
  }

  private String host() {
    return hosts.get(below(hosts.size()));
  }

  private long lasting(long at) {
    long lasts = mix.leastMillis();
    lasts += Mix.scale(random.nextLong(), mix.mostMillis() - lasts + 1);
    return Math.min(lasts, until - at);
  }

  private Fault crash(long at) {
    return new Fault.Crash(host(), at, lasting(at), below(2) == 0);
  }

  private Fault cut(long at) {
    Set<String> cutOff = new TreeSet<>();
    int wanted = 1 + below(Math.max(1, hosts.size() / CUT_OFF));
    for (int i = 0; i < wanted; i++) {
      cutOff.add(host());
    }
    return new Fault.Cut(List.copyOf(cutOff), at, lasting(at), Way.values()[below(3)]);
  }

  private Fault slow(long at) {
    return new Fault.Slow(host(), at, lasting(at), 1 + below(MOST_LATE_MILLIS));
  }

  private Fault skew(long at) {
    long ahead = below(2 * MOST_AHEAD_MILLIS) - (long) MOST_AHEAD_MILLIS;
    return new Fault.Skew(host(), at, lasting(at), ahead);
  }
}

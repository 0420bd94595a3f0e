package io.peerwright.transport.inmemory.faults;

import io.peerwright.kit.network.Bounds;
import io.peerwright.transport.inmemory.faults.Faults.Way;
import java.util.List;

/**
 * One thing that goes wrong in a simulation at a set time, and is well again after a while. Hosts
 * are named, since one that was restarted is another {@link io.peerwright.api.Host} of that name. A
 * fault finds the host that has the name at that time; if that one is down, it does nothing.
 *
 * <p>The text of a fault is {@code KIND:HOST@AT+FOR:DETAIL}, times in milliseconds; see {@link
 * FaultPlan#parse}.
 */
public sealed interface Fault {

  /** When it begins, in milliseconds from the start of the plan. */
  long atMillis();

  /** How long it lasts, in milliseconds; 0 for what is over at once. */
  default long forMillis() {
    return 0;
  }

  /** The hosts that it befalls. */
  List<String> hosts();

  /** One that befalls a single host. */
  sealed interface OfOneHost extends Fault {

    /** The host that it befalls. */
    String host();

    @Override
    default List<String> hosts() {
      return List.of(host());
    }
  }

  /**
   * A host falls silent, and is started again ({@link Faults#restart}).
   *
   * @param keepsDisk whether it then finds its files again
   */
  record Crash(String host, long atMillis, long forMillis, boolean keepsDisk) implements OfOneHost {

    /** Checks the ranges. */
    public Crash {
      FaultText.check(List.of(host), atMillis, forMillis);
    }

    @Override
    public String toString() {
      return FaultText.of("crash", hosts(), atMillis, forMillis, keepsDisk ? "kept" : "fresh");
    }
  }

  /** Some hosts are cut off from all others ({@link Faults#cutOff}). */
  record Cut(List<String> hosts, long atMillis, long forMillis, Way way) implements Fault {

    /** Checks the ranges. */
    public Cut {
      hosts = List.copyOf(hosts);
      FaultText.check(hosts, atMillis, forMillis);
    }

    @Override
    public String toString() {
      return FaultText.of("cut", hosts(), atMillis, forMillis, FaultText.name(way));
    }
  }

  /** A host handles everything late ({@link Faults#slow}). */
  record Slow(String host, long atMillis, long forMillis, long lateMillis) implements OfOneHost {

    /** Checks the ranges. */
    public Slow {
      FaultText.check(List.of(host), atMillis, forMillis);
      Bounds.check("lateMillis", lateMillis, 0, FaultText.MOST_MILLIS);
    }

    @Override
    public String toString() {
      return FaultText.of("slow", hosts(), atMillis, forMillis, Long.toString(lateMillis));
    }
  }

  /** The wall clock of a host is wrong ({@link Faults#skew}). */
  record Skew(String host, long atMillis, long forMillis, long aheadMillis) implements OfOneHost {

    /** Checks the ranges. */
    public Skew {
      FaultText.check(List.of(host), atMillis, forMillis);
    }

    @Override
    public String toString() {
      return FaultText.of("skew", hosts(), atMillis, forMillis, Long.toString(aheadMillis));
    }
  }

  /** The links of a host break ({@link Faults#resetLinks}). */
  record Reset(String host, long atMillis) implements OfOneHost {

    /** Checks the ranges. */
    public Reset {
      FaultText.check(List.of(host), atMillis, 0);
    }

    @Override
    public String toString() {
      return FaultText.of("reset", hosts(), atMillis, 0, "");
    }
  }

  /** The links of a host break, and the other sides do not notice ({@link Faults#forgetLinks}). */
  record HalfOpen(String host, long atMillis) implements OfOneHost {

    /** Checks the ranges. */
    public HalfOpen {
      FaultText.check(List.of(host), atMillis, 0);
    }

    @Override
    public String toString() {
      return FaultText.of("half", hosts(), atMillis, 0, "");
    }
  }

  /** The disk of a host is full ({@link Faults#fillDisk}). */
  record FullDisk(String host, long atMillis, long forMillis) implements OfOneHost {

    /** Checks the ranges. */
    public FullDisk {
      FaultText.check(List.of(host), atMillis, forMillis);
    }

    @Override
    public String toString() {
      return FaultText.of("full", hosts(), atMillis, forMillis, "");
    }
  }
}

package io.peerwright.transport.inmemory.faults;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import java.time.Duration;
import java.util.Collection;

/**
 * What can go wrong with the hosts of a simulation, done by hand. Got from {@code
 * Simulation.faults}; to be called between two runs or by a scheduled action, not by a handler of a
 * host. What returns a handle lasts until that is closed, and closing it twice does no harm. A
 * {@link FaultPlan} does the same by a timetable.
 */
public interface Faults {

  /** Which packets a cut takes. */
  public enum Way {
    /** Both what the hosts send and what is sent to them. */
    BOTH,
    /** What they send; they still hear the others. */
    OUT,
    /** What is sent to them; the others still hear them. */
    IN
  }

  /** As {@code Simulation.crash}. */
  void crash(Host host);

  /**
   * Starts a host again that has crashed or was closed: a new host of the same name and IPv4
   * address, with nothing running on it. Chance goes on where it was; the clock is as wrong and the
   * machine as slow as before. Links of before are reset when the other side uses them.
   *
   * @param keepsDisk whether it finds its files again or an empty disk
   * @throws IllegalArgumentException if the host is up
   */
  Host restart(Host down, boolean keepsDisk);

  /**
   * Cuts hosts off from all others, those included that come later. What is under way arrives;
   * later datagrams are lost, and streams wait. A stream needs both directions: where only one is
   * cut, one more piece of it may arrive, but nobody learns so.
   */
  Handle cutOff(Collection<? extends Host> hosts, Way way);

  /** Cuts the paths from some hosts to others, and not those back. */
  Handle cutOneWay(Collection<? extends Host> from, Collection<? extends Host> to);

  /**
   * Makes a host slow: whatever arrives there is handled so much later, and so are the timers that
   * it sets meanwhile. It never handles less than usual, just late.
   *
   * @throws IllegalArgumentException if {@code late} is negative
   */
  Handle slow(Host host, Duration late);

  /**
   * Lets the wall clock of a host jump ahead, or back if negative; it jumps again when the handle
   * is closed. {@link io.peerwright.api.Loop#nanoTime} goes on as ever.
   */
  Handle skew(Host host, Duration ahead);

  /** Breaks all open links of a host; both sides see {@link io.peerwright.api.Reason#RESET}. */
  void resetLinks(Host host);

  /**
   * Breaks all open links of a host and tells only the host: the other sides believe in them until
   * they send something.
   */
  void forgetLinks(Host host);

  /**
   * Fills the disk of a host to the last block. That takes as much memory as was free on it, so
   * give the hosts small ones ({@code InMemoryConfig.diskBytes}).
   *
   * @throws IllegalArgumentException if it is a real disk
   */
  Handle fillDisk(Host host);
}

package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.transport.inmemory.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/**
 * What can go wrong with the hosts of a simulation, done by hand. Got from {@link
 * Simulation#faults}; to be called between two runs or by a scheduled action, not by a handler of a
 * host. What returns a handle lasts until that is closed, and closing it twice does no harm. A
 * {@link FaultPlan} does the same by a timetable.
 */
public final class Faults {

  /** Which packets a cut takes. */
  public enum Way {
    /** Both what the hosts send and what is sent to them. */
    BOTH,
    /** What they send; they still hear the others. */
    OUT,
    /** What is sent to them; the others still hear them. */
    IN
  }

  private static final String FILLER = "filler";

  private final Simulation simulation;

  Faults(Simulation simulation) {
    this.simulation = simulation;
  }

  /** As {@link Simulation#crash}. */
  public void crash(Host host) {
    simulation.crash(host);
  }

  /**
   * Starts a host again that has crashed or was closed: a new host of the same name and IPv4
   * address, with nothing running on it. Chance goes on where it was; the clock is as wrong and the
   * machine as slow as before. Links of before are reset when the other side uses them.
   *
   * @param keepsDisk whether it finds its files again or an empty disk
   * @throws IllegalArgumentException if the host is up
   */
  public Host restart(Host down, boolean keepsDisk) {
    simulation.checkDisturbance();
    SimHost old = Simulation.own(down);
    SimHost again = simulation.newHost(old.name(), old.realm(), old.listenAddress(), null);
    again.succeed(old, keepsDisk);
    simulation.wire().replace(old, again);
    return again;
  }

  /**
   * Cuts hosts off from all others, those included that come later. What is under way arrives;
   * later datagrams are lost, and streams wait. A stream needs both directions: where only one is
   * cut, one more piece of it may arrive, but nobody learns so.
   */
  public Handle cutOff(Collection<? extends Host> hosts, Way way) {
    simulation.checkDisturbance();
    return simulation.wire().cut(Simulation.own(hosts), null, way);
  }

  /** Cuts the paths from some hosts to others, and not those back. */
  public Handle cutOneWay(Collection<? extends Host> from, Collection<? extends Host> to) {
    simulation.checkDisturbance();
    return simulation.wire().cut(Simulation.own(from), Simulation.own(to), Way.OUT);
  }

  /**
   * Makes a host slow: whatever arrives there is handled so much later, and so are the timers that
   * it sets meanwhile. It never handles less than usual, just late.
   *
   * @throws IllegalArgumentException if {@code late} is negative
   */
  public Handle slow(Host host, Duration late) {
    simulation.checkDisturbance();
    if (late.isNegative()) {
      throw new IllegalArgumentException("late must not be negative, is " + late);
    }
    Condition condition = Simulation.own(host).condition();
    long added = late.toNanos();
    condition.lateNanos += added;
    return once(() -> condition.lateNanos -= added);
  }

  /**
   * Lets the wall clock of a host jump ahead, or back if negative; it jumps again when the handle
   * is closed. {@link io.peerwright.api.Loop#nanoTime} goes on as ever.
   */
  public Handle skew(Host host, Duration ahead) {
    simulation.checkDisturbance();
    Condition condition = Simulation.own(host).condition();
    long added = ahead.toMillis();
    condition.aheadMillis += added;
    return once(() -> condition.aheadMillis -= added);
  }

  /** Breaks all open links of a host; both sides see {@link Reason#RESET}. */
  public void resetLinks(Host host) {
    simulation.checkDisturbance();
    for (SimLink link : openLinks(host)) {
      link.abort(Reason.RESET);
    }
  }

  /**
   * Breaks all open links of a host and tells only the host: the other sides believe in them until
   * they send something.
   */
  public void forgetLinks(Host host) {
    simulation.checkDisturbance();
    for (SimLink link : openLinks(host)) {
      link.end(Reason.RESET);
    }
  }

  private static Iterable<SimLink> openLinks(Host host) {
    SimHost own = Simulation.own(host);
    return own.stack().linksOf(own).stream().filter(SimLink::isOpen).toList();
  }

  /**
   * Fills the disk of a host to the last block. That takes as much memory as was free on it, so
   * give the hosts small ones ({@link InMemoryConfig#diskBytes}).
   *
   * @throws IllegalArgumentException if it is a real disk
   */
  public Handle fillDisk(Host host) {
    Path folder = host.directory();
    if (folder.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException("the disk of " + host.name() + " is real: " + folder);
    }
    Path filler = rootOf(folder).resolve(FILLER);
    fill(filler);
    return once(() -> delete(filler));
  }

  private static Path rootOf(Path folder) {
    Disk disk = Disk.of(folder);
    try {
      return disk == null ? folder.getRoot() : disk.rawRoot();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Path filler) {
    byte[] block = new byte[Disks.BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return;
    }
  }

  private static void delete(Path filler) {
    try {
      if (filler.getFileSystem().isOpen()) {
        Files.deleteIfExists(filler);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Handle once(Runnable heal) {
    boolean[] healed = new boolean[1];
    return () -> {
      if (!healed[0]) {
        healed[0] = true;
        heal.run();
      }
    };
  }
}

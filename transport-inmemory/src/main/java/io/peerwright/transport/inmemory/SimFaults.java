package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.transport.inmemory.disk.Disk;
import io.peerwright.transport.inmemory.disk.Disks;
import io.peerwright.transport.inmemory.faults.Faults;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/** What goes wrong with the hosts of a simulation, done to them. */
final class SimFaults implements Faults {

  private static final String FILLER = "filler";

  private final SimNetwork network;

  SimFaults(SimNetwork network) {
    this.network = network;
  }

  @Override
  public void crash(Host host) {
    network.checkDisturbance();
    SimHost own = Hosts.own(host);
    own.crash();
    own.realm().vacate(own, network.hosts().all());
  }

  @Override
  public Host restart(Host down, boolean keepsDisk) {
    network.checkDisturbance();
    SimHost old = Hosts.own(down);
    SimHost again = network.newHost(old.name(), old.realm(), old.listenAddress(), null);
    again.succeed(old, keepsDisk);
    network.path.replace(old, again);
    return again;
  }

  @Override
  public Handle cutOff(Collection<? extends Host> hosts, Way way) {
    network.checkDisturbance();
    return network.path.cut(Hosts.own(hosts), null, way);
  }

  @Override
  public Handle cutOneWay(Collection<? extends Host> from, Collection<? extends Host> to) {
    network.checkDisturbance();
    return network.path.cut(Hosts.own(from), Hosts.own(to), Way.OUT);
  }

  @Override
  public Handle slow(Host host, Duration late) {
    network.checkDisturbance();
    if (late.isNegative()) {
      throw new IllegalArgumentException("late must not be negative, is " + late);
    }
    Condition condition = Hosts.own(host).condition();
    long added = late.toNanos();
    condition.lateNanos += added;
    return once(() -> condition.lateNanos -= added);
  }

  @Override
  public Handle skew(Host host, Duration ahead) {
    network.checkDisturbance();
    Condition condition = Hosts.own(host).condition();
    long added = ahead.toMillis();
    condition.aheadMillis += added;
    return once(() -> condition.aheadMillis -= added);
  }

  @Override
  public void resetLinks(Host host) {
    network.checkDisturbance();
    for (SimLink link : openLinks(host)) {
      link.abort(Reason.RESET);
    }
  }

  @Override
  public void forgetLinks(Host host) {
    network.checkDisturbance();
    for (SimLink link : openLinks(host)) {
      link.end(Reason.RESET);
    }
  }

  /** Breaks all links between two hosts; both sides see {@link Reason#RESET}. */
  void resetLinks(Host one, Host other) {
    network.checkDisturbance();
    SimHost remote = Hosts.own(other);
    for (SimLink link : Hosts.own(one).stack().linksOf(Hosts.own(one))) {
      SendHalf peer = link.peer();
      if (peer != null && peer.host() == remote) {
        link.abort(Reason.RESET);
      }
    }
  }

  private static Iterable<SimLink> openLinks(Host host) {
    SimHost own = Hosts.own(host);
    return own.stack().linksOf(own).stream().filter(SimLink::isOpen).toList();
  }

  @Override
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

package io.peerwright.api;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import java.nio.file.Path;

/**
 * The machine that a peer runs on, as far as a protocol sees it: a loop, a network and a disk.
 *
 * <p>Live it stands for a share of this process; in a simulation it is a machine of its own, with
 * its own address, clock and file system.
 */
public interface Host extends Handle {

  /** A name for logs and traces, unique within its network. */
  String name();

  /** The loop of the peer on this host. */
  Loop loop();

  /** The network as this host reaches it, with all decorations that the configuration asks for. */
  Transport transport();

  /**
   * The folder that relative paths of this peer start from. Its file system is the disk when live
   * and memory in a simulation; files are touched only inside {@link Loop#offload}.
   */
  Path directory();

  /** Where a protocol listens unless it is told otherwise; port 0 leaves the port to the system. */
  Endpoint listenAddress();

  /**
   * Closes every socket of this host with {@link Reason#SHUTDOWN} and drops its timers. May be
   * called by any thread; returns at once.
   */
  @Override
  void close();
}

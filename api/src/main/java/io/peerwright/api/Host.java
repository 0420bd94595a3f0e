package io.peerwright.api;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import java.nio.file.Path;
import java.util.List;

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
   * What the other plug-ins of this peer offer now: those of the sections {@code "naming"} and
   * {@code "multicast"} first, then the overlays in the order of the configuration, then what is
   * around the transport, the outermost first. Asked for at the time of use, on the loop: plug-ins
   * are made one after the other, and join all at once, so before {@link
   * io.peerwright.api.overlay.Overlay#join} nothing may be there, and what is there may not have
   * joined yet.
   *
   * @return never what the asking plug-in offers itself; nothing on a host without a peer
   */
  <C extends Capability> List<C> offered(Class<C> capability);

  /**
   * Closes every socket of this host with {@link Reason#SHUTDOWN}, which frees its ports, and drops
   * its timers and what it has offloaded. Other hosts go on. May be called by any thread, also
   * again; returns at once.
   */
  @Override
  void close();
}

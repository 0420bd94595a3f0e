package io.peerwright.transport.inmemory.lan;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A subnet on which all hosts hear each other's multicast, or a line between multicast routers.
 * Made by {@link Lans}. For all else its hosts are in one internet with all others.
 */
public interface Lan {

  /** The name that it was given. */
  String name();

  /**
   * Adds a host, as {@code Simulation.newHost} does. A later host of its name is on this LAN too,
   * unless it is put on another one.
   */
  Host newHost(String host, @Nullable Endpoint listen, @Nullable Path directory);

  /** Multicast datagrams that it has carried, one for each however many members hear it. */
  long copies();

  /** Messages of IGMP, MLD and DVMRP that were put on it; none without such routers. */
  long controlMessages();

  /** The bytes of these, each without its IP header. */
  long controlBytes();

  /** Shows such messages from now on. */
  void watch(LanWatcher watcher);
}

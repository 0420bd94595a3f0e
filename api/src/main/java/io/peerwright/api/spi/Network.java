package io.peerwright.api.spi;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The hosts that can reach each other, and the loops that drive them. */
public interface Network extends Handle {

  /**
   * Adds a host. May be called by any thread.
   *
   * @param name unique in this network
   * @param listen the host's {@link Host#listenAddress()}; null leaves it to the network
   * @param directory the host's {@link Host#directory()}; null leaves it to the network
   */
  Host newHost(String name, @Nullable Endpoint listen, @Nullable Path directory);

  /**
   * Closes all hosts and waits until threads and sockets are gone: every handler has been told.
   * Other networks of the process go on. Not to be called on a loop.
   */
  @Override
  void close();
}

package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What becomes of what handlers and timers throw. */
final class HandlerErrors {

  private static final Logger LOG = System.getLogger("io.peerwright.transport.inmemory.Simulation");

  private HandlerErrors() {}

  static void log(Host host, Throwable thrown) {
    LOG.log(Level.ERROR, "A handler of host " + host.name() + " failed", thrown);
  }

  static void fail(Host host, Throwable thrown) {
    throw new AssertionError(host.name() + " has thrown " + thrown, thrown);
  }
}

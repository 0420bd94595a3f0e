package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An address space: within one, every address leads to one machine; of another one's addresses
 * nobody knows. Addresses by order need no entry, since they follow from the number of a host.
 */
final class Realm {

  private final Map<Endpoint, SimHost> given = new ConcurrentHashMap<>();

  /** The host that was given an address; null if none was. */
  @Nullable SimHost givenTo(Endpoint address) {
    return given.isEmpty() ? null : given.get(address.withPort(0));
  }

  void give(Endpoint address, SimHost host) {
    given.put(address.withPort(0), host);
  }

  /** Of the hosts that share an address, another one speaks for it now that one is gone. */
  void vacate(SimHost gone, Iterable<SimHost> all) {
    for (Map.Entry<Endpoint, SimHost> entry : given.entrySet()) {
      if (entry.getValue() == gone) {
        for (SimHost other : all) {
          if (other.isOpen() && other.stack() == gone.stack()) {
            entry.setValue(other);
          }
        }
      }
    }
  }
}

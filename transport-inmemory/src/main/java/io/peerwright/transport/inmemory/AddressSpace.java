package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An address space: within one, every address leads to one machine; of another one's addresses
 * nobody knows. Addresses by order need no entry, since they follow from the number of a host.
 */
final class AddressSpace {

  private final Map<Endpoint, SimHost> given = new ConcurrentHashMap<>();
  private final @Nullable Nat gateway;

  /** An address space behind a NAT box; null for the one that all others are in. */
  AddressSpace(@Nullable Nat gateway) {
    this.gateway = gateway;
  }

  /** The box that leads out. */
  @Nullable Nat gateway() {
    return gateway;
  }

  /** Whether it is {@code other} or lies behind boxes that are in it. */
  boolean isWithin(AddressSpace other) {
    return this == other || gateway != null && gateway.face().realm().isWithin(other);
  }

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

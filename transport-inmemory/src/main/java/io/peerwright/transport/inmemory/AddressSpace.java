package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.nat.NatBox;
import io.peerwright.transport.inmemory.nat.NatFlow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An address space: within one, every address leads to one machine; of another one's addresses
 * nobody knows. Addresses by order need no entry, since they follow from the number of a host.
 */
final class AddressSpace {

  /** A host with addresses of it. */
  interface Member extends PathEnd {

    @Override
    HostKernel kernel();

    /** The address space that its addresses are of. */
    AddressSpace realm();

    Endpoint ipv4();

    Endpoint ipv6();

    /** Whether it has the address of its number, and not one that it was given. */
    boolean isAddressedByOrder(boolean ipv4);

    /** What it is the outside of, if it is a NAT box; null for a host. */
    @Nullable Gateway box();
  }

  /** A NAT box between two address spaces. */
  static final class Gateway {

    private final Member face;
    private final NatBox box;
    private final AddressSpace inside;

    /**
     * A box with an empty address space behind it.
     *
     * @param face the box as a machine of the network outside
     * @param hosts of all address spaces by number; null where there is none
     */
    Gateway(Member face, NatBox box, IntFunction<? extends @Nullable Member> hosts) {
      this.face = face;
      this.box = box;
      this.inside = new AddressSpace(hosts, this);
    }

    Member face() {
      return face;
    }

    NatBox box() {
      return box;
    }

    AddressSpace inside() {
      return inside;
    }
  }

  private final Map<Endpoint, Member> given = new ConcurrentHashMap<>();
  private final IntFunction<? extends @Nullable Member> hosts;
  private final @Nullable Gateway gateway;

  /**
   * The address space that all others are in.
   *
   * @param hosts of all address spaces by number; null where there is none
   */
  AddressSpace(IntFunction<? extends @Nullable Member> hosts) {
    this(hosts, null);
  }

  private AddressSpace(IntFunction<? extends @Nullable Member> hosts, @Nullable Gateway gateway) {
    this.hosts = hosts;
    this.gateway = gateway;
  }

  /** The box that leads out; null if there is nothing outside. */
  @Nullable Gateway gateway() {
    return gateway;
  }

  /** Whether it is {@code other} or lies behind boxes that are in it. */
  boolean isWithin(AddressSpace other) {
    return this == other || gateway != null && gateway.face.realm().isWithin(other);
  }

  /** The machine that has an address; null if none has. */
  @Nullable Member holderOf(Endpoint address) {
    Member host = byOrder(address);
    if (host != null && host.isOpen()) {
      return host;
    }
    Member other = givenTo(address);
    return other != null ? other : host;
  }

  private @Nullable Member byOrder(Endpoint address) {
    int index = HostAddresses.indexOf(address);
    Member host = index < 0 ? null : hosts.apply(index);
    return host != null && host.realm() == this && host.isAddressedByOrder(address.isIpv4())
        ? host
        : null;
  }

  /** The host that was given an address; null if none was. */
  @Nullable Member givenTo(Endpoint address) {
    return given.isEmpty() ? null : given.get(address.withPort(0));
  }

  void give(Endpoint address, Member host) {
    given.put(address.withPort(0), host);
  }

  /** Of the hosts that share an address, another one speaks for it now that one is gone. */
  void vacate(Member gone, Iterable<? extends Member> all) {
    for (Map.Entry<Endpoint, Member> entry : given.entrySet()) {
      if (entry.getValue() == gone) {
        for (Member other : all) {
          if (other.isOpen() && other.line() == gone.line()) {
            entry.setValue(other);
          }
        }
      }
    }
  }

  /** A link from here is open: the boxes before it keep what it needs. */
  void opened(Endpoint local, Endpoint remote) {
    Gateway out = gateway;
    NatFlow flow =
        out == null || !local.isIpv4()
            ? null
            : out.box.opened(local, remote, out.face.kernel().now());
    if (out != null && flow != null) {
      out.face.realm().opened(flow.outside(), flow.remote());
    }
  }

  /** It is over: they need not any more. */
  void closed(Endpoint local, Endpoint remote) {
    Gateway out = gateway;
    NatFlow flow =
        out == null || !local.isIpv4()
            ? null
            : out.box.closed(local, remote, out.face.kernel().now());
    if (out != null && flow != null) {
      out.face.realm().closed(flow.outside(), flow.remote());
    }
  }
}

package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.AddressSpace.Gateway;
import io.peerwright.transport.inmemory.multicast.MulticastHost;
import org.jspecify.annotations.Nullable;

/**
 * Where a host is: its addresses, and the NAT boxes before it.
 *
 * <p>This is the host's base and not a part of it, since a simulation has many hosts and each part
 * costs an object.
 */
abstract class AddressedHost extends Stack implements TransportHost {

  private final AddressSpace realm;
  private final int index;
  private final @Nullable Endpoint listen;
  private @Nullable Gateway box;

  AddressedHost(long seed, AddressSpace realm, int index, @Nullable Endpoint listen) {
    super(seed);
    this.realm = realm;
    this.index = index;
    this.listen = listen;
  }

  @Override
  public AddressSpace realm() {
    return realm;
  }

  @Override
  public boolean isBehindNat() {
    return realm.gateway() != null;
  }

  @Override
  public boolean isBeside(MulticastHost other) {
    return realm == ((AddressedHost) other).realm;
  }

  @Override
  public boolean isNear(PathEnd other) {
    return realm == ((AddressedHost) other).realm;
  }

  @Override
  public @Nullable Gateway box() {
    return box;
  }

  /** It is the outside of a NAT box. */
  void box(Gateway itself) {
    box = itself;
  }

  @Override
  public PathEnd site() {
    Gateway gateway = realm.gateway();
    return gateway == null ? this : gateway.face().site();
  }

  @Override
  public boolean onLoopback() {
    return listen != null && listen.isLoopback();
  }

  @Override
  public boolean owns(Endpoint address) {
    return address.isLoopback()
        || address.isAnyLocal()
        || HostAddresses.same(address, ipv4())
        || HostAddresses.same(address, ipv6());
  }

  @Override
  public Endpoint ipv4() {
    return listen != null && listen.isIpv4() && HostAddresses.isSpecific(listen)
        ? listen.withPort(0)
        : HostAddresses.ipv4(index);
  }

  @Override
  public Endpoint ipv6() {
    return listen != null && !listen.isIpv4() && HostAddresses.isSpecific(listen)
        ? listen.withPort(0)
        : HostAddresses.ipv6(index);
  }

  @Override
  public boolean isAddressedByOrder(boolean ipv4) {
    return listen == null || listen.isIpv4() != ipv4 || !HostAddresses.isSpecific(listen);
  }

  @Override
  public Endpoint sourceFor(Endpoint remote) {
    if (remote.isLoopback()) {
      return remote.withPort(0);
    }
    return remote.isIpv4() ? ipv4() : ipv6();
  }

  @Override
  public Endpoint listenAddress() {
    return listen != null ? listen : ipv4();
  }

  @Override
  public int index() {
    return index;
  }
}

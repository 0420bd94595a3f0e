package io.peerwright.transport.vertx;

import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The network interfaces of this machine. */
final class Interfaces {

  private Interfaces() {}

  /** All addresses of interfaces that are up, with port 0, and the length of their prefix. */
  static TreeMap<Endpoint, Integer> addresses() {
    TreeMap<Endpoint, Integer> addresses = new TreeMap<>();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (each.isUp()) {
          addAddresses(each, addresses);
        }
      }
    } catch (SocketException e) {
      throw new IllegalStateException("the system does not list its network interfaces", e);
    }
    return addresses;
  }

  /** All addresses of all interfaces, also of those that are down for now, with port 0. */
  static Set<Endpoint> allAddresses() throws SocketException {
    TreeMap<Endpoint, Integer> addresses = new TreeMap<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      addAddresses(each, addresses);
    }
    return addresses.keySet();
  }

  private static void addAddresses(NetworkInterface from, TreeMap<Endpoint, Integer> addresses) {
    for (InterfaceAddress each : from.getInterfaceAddresses()) {
      addresses.put(
          Sockets.endpoint(new InetSocketAddress(each.getAddress(), 0)),
          (int) each.getNetworkPrefixLength());
    }
  }

  /**
   * The interface that has an address.
   *
   * @throws SocketException if none has it
   */
  static NetworkInterface of(Endpoint address) throws SocketException {
    NetworkInterface found =
        NetworkInterface.getByInetAddress(address.toSocketAddress().getAddress());
    if (found == null) {
      throw new SocketException("Cannot assign requested address: " + address);
    }
    return found;
  }

  /** The interface that the system would send to {@code group} by. */
  static NetworkInterface towards(Endpoint group) throws IOException {
    if (group.scope() != 0) {
      return byIndex(group.scope());
    }
    try (DatagramChannel probe = DatagramChannel.open(Sockets.family(group))) {
      probe.connect(group.withPort(9).toSocketAddress());
      return of(Endpoint.of((InetSocketAddress) probe.getLocalAddress()));
    } catch (IOException noRoute) {
      return anyMulticast();
    }
  }

  private static NetworkInterface byIndex(int index) throws SocketException {
    NetworkInterface found = NetworkInterface.getByIndex(index);
    if (found == null) {
      throw new SocketException("there is no network interface number " + index);
    }
    return found;
  }

  private static NetworkInterface anyMulticast() throws SocketException {
    List<NetworkInterface> loopback = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp() && each.isLoopback()) {
        loopback.add(each);
      } else if (each.isUp() && each.supportsMulticast()) {
        return each;
      }
    }
    if (loopback.isEmpty()) {
      throw new SocketException("no network interface is up");
    }
    return loopback.get(0);
  }
}

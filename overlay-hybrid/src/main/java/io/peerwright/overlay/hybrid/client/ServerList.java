package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.hosts.GoodHosts;
import io.peerwright.kit.net.AddressPolicy;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which server comes next: those of the configuration in turn, or one that a metaserver or a server
 * has named; when all of the configuration have failed, those that were good in earlier runs. Where
 * others send us is followed a few times in a row only, and only to addresses that they could reach
 * themselves.
 */
final class ServerList {

  /** In front of a metaserver in the configuration. */
  static final String META = "meta:";

  static final int META_PORT = 8875;

  private static final int MAX_HOPS = 5;
  private static final int MAX_ADDRESSES = 8;

  /** Servers that others have named and that let us in. */
  private static final int MOST_GOOD = 32;

  private final List<String> configured;
  private final AddressPolicy policy;
  private int index;
  private int hops;
  private @Nullable String named;
  private @Nullable Endpoint namedBy;
  private List<Endpoint> untried = List.of();

  private @Nullable GoodHosts good;

  /** Good in earlier runs, and not tried since all of the configuration have failed. */
  private final Deque<HostPort> spare = new ArrayDeque<>();

  private boolean isSpare;

  /** Of the configuration, in a row. */
  private int failed;

  ServerList(List<String> configured, AddressPolicy policy) {
    this.configured = configured;
    this.policy = policy;
  }

  int size() {
    return configured.size();
  }

  /** As host:port, or as the configuration has a metaserver. */
  String current() {
    String name = named;
    return name == null ? configured.get(index) : name;
  }

  boolean isMeta() {
    return current().startsWith(META);
  }

  /** What to resolve. */
  String address() {
    return isMeta() ? current().substring(META.length()) : current();
  }

  /** Whether the current server may be at an address, seen from who has named it. */
  boolean permits(Endpoint address) {
    Endpoint source = namedBy;
    return source == null || policy.permits(source, address);
  }

  /** The addresses of the current server's name. */
  void found(List<Endpoint> addresses) {
    untried = addresses.stream().filter(this::permits).limit(MAX_ADDRESSES).toList();
  }

  /** One that was not tried yet; null if none is left. */
  @Nullable Endpoint nextAddress() {
    if (untried.isEmpty()) {
      return null;
    }
    Endpoint next = untried.get(0);
    untried = untried.subList(1, untried.size());
    return next;
  }

  /** The last address was good: no other one is tried after it. */
  void settled() {
    untried = List.of();
  }

  /**
   * Goes on with the next server of the configuration; with the same one again if it had sent us to
   * one that was good and is lost now.
   */
  void next(boolean wasGood) {
    if (!isSpare) {
      index = named == null || !wasGood ? (index + 1) % configured.size() : index;
      failed = wasGood ? 0 : failed + 1;
    } else if (spare.isEmpty()) {
      failed = 0;
    }
    HostPort next = failed < configured.size() ? null : spare.poll();
    isSpare = next != null;
    named = next == null ? null : next.toString();
    namedBy = null;
    hops = 0;
  }

  /** The current server has let us in: if others have named it, it is remembered. */
  void wasGood(Host host) {
    if (named != null) {
      good(host).good(HostPort.parse(address()));
    }
  }

  /** Where all of the configuration have failed, finds what was good in earlier runs. */
  void findSpare(Host host) {
    if (failed >= configured.size() && spare.isEmpty() && !isSpare) {
      good(host).all(this::spare);
    }
  }

  private GoodHosts good(Host host) {
    GoodHosts hosts = good;
    if (hosts == null) {
      Path file = HostFiles.stateFolder(null, host.directory()).resolve("napster-servers");
      hosts = new GoodHosts(host.loop(), file, MOST_GOOD);
      good = hosts;
    }
    return hosts;
  }

  /** Servers that were good in earlier runs, the best first. */
  void spare(List<HostPort> servers) {
    spare.clear();
    spare.addAll(servers);
  }

  /**
   * Goes on where somebody sends us.
   *
   * @param address host:port, with {@link #META} in front of a metaserver
   * @return false if it is no good address, or we have been sent on too often; nothing has changed
   *     then
   */
  boolean follow(String address, Endpoint source) {
    String plain = address.startsWith(META) ? address.substring(META.length()) : address;
    if (hops == MAX_HOPS || !isPlace(plain)) {
      return false;
    }
    hops++;
    named = address;
    namedBy = source;
    return true;
  }

  /** Port 0 is how metaservers say that no server has room. */
  private static boolean isPlace(String address) {
    try {
      HostPort.parse(address);
      return true;
    } catch (IllegalArgumentException nonsense) {
      return false;
    }
  }
}

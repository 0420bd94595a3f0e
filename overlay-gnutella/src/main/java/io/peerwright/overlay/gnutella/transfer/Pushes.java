package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ways to servents that cannot be dialled: each is asked by a push to dial us, and what it dials is
 * used as if we had. For an HTTP client it is a transport on which the GUID of a servent is its
 * address, so ranges that follow are asked for on the same connection, and one that idles is closed
 * as any other.
 */
final class Pushes {

  /** Servents of whom it is known how to ask them; of more those that were not asked longest go. */
  static final int MOST_WAYS = 1_024;

  /** Links that are waited for at a time. */
  static final int MOST_WAITING = 256;

  /** Where a servent is that has not come: the address is never dialled. */
  private static final Endpoint UNKNOWN = Endpoint.ofIpv4(0, 0);

  /** The first byte of addresses that stand for GUIDs; that of the GUID itself is in the port. */
  private static final long FIRST_BYTE = 0x26L << 56;

  private static final int REST_BITS = 56;
  private static final long REST = (1L << REST_BITS) - 1;

  private final Host host;
  private final PushNetwork network;
  private final PushProxyClient proxies;
  private final CallersLinks callers;
  private final Map<Guid, Way> ways = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Guid, Deque<PushedLink>> waiting = new HashMap<>();
  private int links;
  private @Nullable HttpClient client;

  /** Asks nobody yet. */
  Pushes(Host host, PushNetwork network, AddressPolicy policy, CallersLinks callers) {
    this.host = host;
    this.callers = callers;
    this.network = network;
    proxies = new PushProxyClient(host, network, policy);
  }

  /** How a servent is asked. */
  private static final class Way {
    private final long index;
    private final List<Endpoint> proxies;

    /** What was asked of its push proxies last has led to nothing. */
    private boolean stale;

    Way(long index, List<Endpoint> proxies) {
      this.index = index;
      this.proxies = proxies;
    }
  }

  /** Whether a servent that is asked to dial us would find us. */
  boolean areOfUse() {
    return network.isReachable();
  }

  /**
   * A servent can be asked.
   *
   * @param index of a file that it has
   * @param told its push proxies
   */
  void know(Guid servent, long index, List<Endpoint> told) {
    Way known = ways.get(servent);
    if (known == null || !known.proxies.equals(told)) {
      ways.put(servent, new Way(index, told));
    }
    if (ways.size() > MOST_WAYS) {
      ways.remove(ways.keySet().iterator().next());
    }
  }

  /** Somebody says how a servent can be asked; what it has said itself is known better. */
  void hear(Firewalled servent) {
    if (!ways.containsKey(servent.guid())) {
      know(servent.guid(), 0, servent.proxies());
    }
  }

  /** A client that asks servents, whose GUIDs stand for names of hosts. */
  HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          new HttpClient(
              new DecoratedHost(host, new ByGuid()),
              TlsClient.Trust.DEFAULT,
              AddressPolicy.ANY,
              Downloads.IDLE_NANOS);
      client = known;
    }
    return known;
  }

  /** How many servents it knows how to ask. */
  int ways() {
    return ways.size();
  }

  /** How many requests push proxies got. */
  long askedOfProxies() {
    return proxies.asked();
  }

  /** How many links it waits for. */
  int waiting() {
    return links;
  }

  /** Who waits for a servent that has dialled us; null if nobody does. */
  @Nullable PushedLink waitingFor(Giv giv) {
    Deque<PushedLink> some = waiting.get(giv.servent());
    if (some == null) {
      return null;
    }
    PushedLink first = some.peek();
    if (first != null) {
      forget(giv.servent(), first);
    }
    Way way = ways.get(giv.servent());
    if (way != null) {
      way.stale = false;
    }
    return first;
  }

  private void forget(Guid servent, PushedLink link) {
    Deque<PushedLink> some = waiting.get(servent);
    if (some != null && some.remove(link)) {
      links--;
      if (some.isEmpty()) {
        waiting.remove(servent);
      }
    }
  }

  private void failed(Guid servent, PushedLink link) {
    forget(servent, link);
    Way way = ways.get(servent);
    if (way != null) {
      way.stale = !way.stale;
    }
  }

  /** Ends what waits; what has come is not ours. */
  void close() {
    if (client != null) {
      client.close();
      client = null;
    }
    proxies.close();
    ways.clear();
    for (Deque<PushedLink> some : List.copyOf(waiting.values())) {
      List.copyOf(some).forEach(each -> each.fail(Reason.SHUTDOWN));
    }
  }

  /** Push proxies are asked first: what they are asked travels one hop, and not by chance. */
  private void ask(Guid servent, PushedLink link) {
    Way way = ways.get(servent);
    long index = way == null ? 0 : way.index;
    if (way != null && way.stale && network.push(servent, index)) {
      return;
    }
    proxies.ask(
        servent,
        way == null ? List.of() : way.proxies,
        () -> {
          if (link.isWaiting() && !network.push(servent, index)) {
            link.fail(Reason.UNREACHABLE);
          }
        });
  }

  /**
   * A GUID may begin as an address of a group does, or of the own network, which clients refuse.
   */
  static Endpoint address(Guid servent) {
    int first = (int) (servent.high() >>> REST_BITS);
    return new Endpoint(servent.high() & REST | FIRST_BYTE, servent.low(), first + 1, 0);
  }

  static Guid guid(Endpoint address) {
    return new Guid(
        address.high() & REST | (long) (address.port() - 1) << REST_BITS, address.low());
  }

  /** A network of servents, each at an address of its own that is its GUID. */
  private final class ByGuid extends ForwardingTransport {

    ByGuid() {
      super(host.transport());
    }

    @Override
    public Handle resolve(String hostAndPort, long within, Consumer<List<Endpoint>> found) {
      Guid servent = Guid.parse(hostAndPort.substring(0, 2 * Guid.BYTES));
      Endpoint at = address(servent);
      boolean[] cancelled = new boolean[1];
      host.loop()
          .execute(
              () -> {
                if (!cancelled[0]) {
                  found.accept(List.of(at));
                }
              });
      return () -> cancelled[0] = true;
    }

    @Override
    public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
      Link called = callers.take(remote, options, handler);
      if (called != null) {
        return called;
      }
      Guid servent = guid(remote);
      PushedLink link =
          new PushedLink(
              host.loop(),
              UNKNOWN,
              handler,
              options.connectWithinNanos(),
              each -> failed(servent, each));
      if (links >= MOST_WAITING) {
        link.fail(Reason.LIMIT);
        return link;
      }
      waiting.computeIfAbsent(servent, guid -> new ArrayDeque<>(1)).add(link);
      links++;
      ask(servent, link);
      return link;
    }
  }
}

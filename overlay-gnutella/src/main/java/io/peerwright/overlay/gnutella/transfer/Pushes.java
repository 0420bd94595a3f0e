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
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ways to servents that cannot be dialled: each is asked by a push to dial us, and what it dials is
 * used as if we had. For an HTTP client it is a transport like any other, so ranges that follow are
 * asked for on the same connection.
 */
final class Pushes {

  /** Where a servent is that has not come: the address is never dialled. */
  private static final Endpoint UNKNOWN = Endpoint.ofIpv4(0, 0);

  private final Host host;
  private final PushNetwork network;
  private final Map<Guid, Servent> servents = new HashMap<>();

  Pushes(Host host, PushNetwork network) {
    this.host = host;
    this.network = network;
  }

  /** Whether a servent that is asked to dial us would find us. */
  boolean areOfUse() {
    return network.isReachable();
  }

  /**
   * A client that asks a servent.
   *
   * @param index of a file that it has
   */
  HttpClient client(Guid servent, long index) {
    return servents.computeIfAbsent(servent, guid -> new Servent(guid, index)).client;
  }

  /** Somebody has dialled us and is to say who it is. */
  LinkHandler onGiv(Newcomer newcomer) {
    return new GivReader(newcomer, this::waitingFor);
  }

  private @Nullable PushedLink waitingFor(Giv giv) {
    Servent servent = servents.get(giv.servent());
    return servent == null ? null : servent.waiting.poll();
  }

  /** Ends what waits; what has come is not ours. */
  void close() {
    List<Servent> all = List.copyOf(servents.values());
    servents.clear();
    for (Servent servent : all) {
      servent.client.close();
      List.copyOf(servent.waiting).forEach(each -> each.fail(Reason.SHUTDOWN));
    }
  }

  /** One that cannot be dialled. */
  private final class Servent extends ForwardingTransport {
    private final Guid guid;
    private final long index;
    private final HttpClient client;
    private final Deque<PushedLink> waiting = new ArrayDeque<>(1);

    Servent(Guid guid, long index) {
      super(host.transport());
      this.guid = guid;
      this.index = index;
      client =
          new HttpClient(
              new DecoratedHost(host, this),
              TlsClient.Trust.DEFAULT,
              AddressPolicy.ANY,
              Downloads.IDLE_NANOS);
    }

    /** There is but one host here, whatever it is called. */
    @Override
    public Handle resolve(String hostAndPort, long within, Consumer<List<Endpoint>> found) {
      boolean[] cancelled = new boolean[1];
      host.loop()
          .execute(
              () -> {
                if (!cancelled[0]) {
                  found.accept(List.of(UNKNOWN));
                }
              });
      return () -> cancelled[0] = true;
    }

    @Override
    public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
      PushedLink link =
          new PushedLink(
              host.loop(), UNKNOWN, handler, options.connectWithinNanos(), waiting::remove);
      waiting.add(link);
      if (!network.push(guid, index)) {
        link.fail(Reason.UNREACHABLE);
      }
      return link;
    }
  }
}

package io.peerwright.overlay.gnutella.bootstrap;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.kit.hosts.GoodHosts;
import io.peerwright.kit.hosts.HostLookups;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.datagram.PingCalls;
import io.peerwright.overlay.gnutella.discovery.KnownServent;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where servents come from when nobody is left to be dialled. First those that were good in earlier
 * runs and those that others name meanwhile; then host caches over UDP, two at a time, which are
 * ordinary servents; last a GWebCache, one at a time and seldom, for there are few of them. Each
 * round that finds nobody doubles the pause before the next.
 */
public final class Bootstrap {

  /** What is looked for. */
  public interface Network {

    /** Somebody as near as this has named servents. */
    void heardOf(Reach source, List<Endpoint> named);

    /** The same; some of them take TLS from the first byte on. */
    void heardOf(Reach source, List<Endpoint> named, List<Endpoint> takeTls);

    /** Pings as datagrams; null if there are none. */
    @Nullable PingCalls pings();

    /** Where we can be dialled; null if we cannot, or are no ultrapeer. */
    @Nullable Endpoint offered();
  }

  private static final int MOST_GOOD = 100;
  private static final int UDP_AT_A_TIME = 2;
  private static final long LOOK_UP_NANOS = 10_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final BackOff UDP_PAUSE = new BackOff(10 * SECOND, 3_600 * SECOND);
  private static final BackOff WEB_PAUSE = new BackOff(60 * SECOND, 6 * 3_600 * SECOND);
  private static final long UPDATE_NANOS = 3_600 * SECOND;

  private final Host host;
  private final GnutellaConfig config;
  private final Network network;
  private final RandomGenerator random;
  private final @Nullable GoodHosts good;

  /** Null until they are needed. */
  private @Nullable Caches caches;

  /** Null while nothing is looked up. */
  private @Nullable HostLookups lookups;

  private Set<Handle> asked = Set.of();
  private @Nullable HttpClient http;
  private @Nullable WebCacheClient webCall;
  private int udpUnderWay;
  private int udpFailures;
  private int webFailures;
  private long nextUdp;
  private long nextWeb;
  private long nextUpdate;
  private boolean closed;

  /** Has asked nobody yet. */
  public Bootstrap(Host host, GnutellaConfig config, Network network, RandomGenerator random) {
    this.host = host;
    this.config = config;
    this.network = network;
    this.random = random;
    good =
        config.knownHosts() == null
            ? null
            : new GoodHosts(host.loop(), HostFiles.locate(host, config.knownHosts()), MOST_GOOD);
    long now = host.loop().nanoTime();
    nextUdp = now;
    nextWeb = now;
    nextUpdate = now + UPDATE_NANOS;
  }

  private Caches caches() {
    Caches known = caches == null ? new Caches(config.hostCaches()) : caches;
    caches = known;
    return known;
  }

  /** Whether a configuration has anything for this. */
  public static boolean isConfigured(GnutellaConfig config) {
    return config.knownHosts() != null || !config.hostCaches().isEmpty();
  }

  /** Begins with those that were good in earlier runs. */
  public void open() {
    if (good != null) {
      good.all(
          known -> {
            List<Endpoint> all = new ArrayList<>();
            known.forEach(each -> each.endpoint().ifPresent(all::add));
            if (!closed) {
              network.heardOf(Reach.HOST, all);
            }
          });
    }
  }

  /** A servent that we have dialled is a neighbour. */
  public void good(Endpoint servent) {
    if (good != null) {
      good.good(HostPort.parse(servent.toString()));
    }
  }

  /** Nobody is left to be dialled: asks the next caches, if it is time. */
  public void need() {
    long now = host.loop().nanoTime();
    if (closed || udpUnderWay > 0 || webCall != null) {
      return;
    }
    PingCalls pings = network.pings();
    if (pings != null && caches().hasUdp() && nextUdp - now <= 0) {
      nextUdp = now + UDP_PAUSE.varied(++udpFailures, random);
      askUdp(pings);
    } else if (!caches().web().isEmpty() && nextWeb - now <= 0) {
      nextWeb = now + WEB_PAUSE.varied(++webFailures, random);
      askWeb();
    }
  }

  // Over UDP.

  private void askUdp(PingCalls pings) {
    HostLookups by =
        lookups == null
            ? new HostLookups(host.transport(), config.addresses(), LOOK_UP_NANOS, Caches.MAX_UDP)
            : lookups;
    lookups = by;
    for (Caches.Udp each : caches().nextUdp(UDP_AT_A_TIME)) {
      udpUnderWay++;
      by.find(
          List.of(HostPort.parse(each.at())),
          each.source(),
          new HostLookups.Listener() {
            @Override
            public void onFound(List<Endpoint> permitted, int leftOut) {
              forgetLookups();
              if (!permitted.isEmpty()) {
                ask(pings, permitted.get(0));
              } else if (leftOut > 0) {
                onSilence();
              }
            }

            @Override
            public void onUnknown(HostPort unknown) {
              forgetLookups();
              onSilence();
            }
          });
    }
    forgetLookups();
  }

  private void forgetLookups() {
    lookups = lookups == null || lookups.isDone() ? null : lookups;
  }

  private void ask(PingCalls pings, Endpoint cache) {
    Handle[] call = new Handle[1];
    call[0] =
        pings.ask(
            cache,
            pong -> {
              isOver(call[0]);
              onPong(cache, pong);
            },
            reason -> {
              isOver(call[0]);
              onSilence();
            });
    asked = asked.isEmpty() ? new LinkedHashSet<>() : asked;
    asked.add(call[0]);
  }

  private void isOver(Handle call) {
    if (asked.contains(call)) {
      asked.remove(call);
      asked = asked.isEmpty() ? Set.of() : asked;
    }
  }

  private void onSilence() {
    udpUnderWay--;
  }

  private void onPong(Endpoint cache, Pong pong) {
    udpUnderWay--;
    Ggep told = pong.ggep();
    List<Endpoint> hosts = GgepValues.endpoints(told, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6);
    Reach source = Reach.of(cache);
    told.data(GgepIds.HOST_CACHES).ifPresent(lines -> heardOfCaches(source, lines));
    List<Endpoint> permitted =
        config.addresses().permitted(source, hosts.isEmpty() ? itself(pong) : hosts);
    if (!permitted.isEmpty()) {
      udpFailures = 0;
      List<Endpoint> takeTls = GgepValues.marked(told, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_TLS);
      network.heardOf(source, permitted, takeTls);
    }
  }

  /** A cache that knows nobody is a neighbour as good as any other, if it has places. */
  private static List<Endpoint> itself(Pong pong) {
    KnownServent cache = KnownServent.of(pong);
    return cache != null && (cache.hasPlaces(true) || cache.hasPlaces(false))
        ? List.of(cache.endpoint())
        : List.of();
  }

  /** Lines such as {@code name:port&key=value}; what follows the port is not for us. */
  private void heardOfCaches(Reach source, Octets lines) {
    for (String line : lines.toLatin1().split("\n", Caches.MAX_UDP)) {
      caches().heardOfUdp(line.split("&", 2)[0].strip(), source);
    }
  }

  // Over HTTP.

  private HttpClient http() {
    HttpClient known = http;
    if (known == null) {
      known = new HttpClient(host, TlsClient.Trust.DEFAULT, config.addresses());
      http = known;
    }
    return known;
  }

  private void askWeb() {
    List<Map.Entry<Url, Reach>> all = List.copyOf(caches().web().entrySet());
    Map.Entry<Url, Reach> cache = all.get(random.nextInt(all.size()));
    webCall =
        WebCacheClient.hosts(
            http(),
            cache.getKey(),
            cache.getValue(),
            (lines, reach) -> {
              webCall = null;
              if (lines != null) {
                onLines(lines, reach);
              }
            });
  }

  private void onLines(CacheLines lines, Reach source) {
    lines.caches().forEach(each -> caches().heardOfWeb(each, source));
    List<Endpoint> permitted = config.addresses().permitted(source, lines.hosts());
    if (!permitted.isEmpty()) {
      network.heardOf(source, permitted);
    }
  }

  /** From time to time: an ultrapeer that has been there for an hour tells a cache of itself. */
  public void tick() {
    long now = host.loop().nanoTime();
    Endpoint own = nextUpdate - now > 0 ? null : network.offered();
    if (own == null || caches().web().isEmpty() || webCall != null || closed) {
      return;
    }
    nextUpdate = now + UPDATE_NANOS;
    List<Url> all = List.copyOf(caches().web().keySet());
    WebCacheClient.update(http(), all.get(random.nextInt(all.size())), own);
  }

  /** Ends all that is under way. */
  public void close() {
    closed = true;
    if (lookups != null) {
      lookups.close();
    }
    asked.forEach(Handle::close);
    asked = Set.of();
    if (webCall != null) {
      webCall.close();
      webCall = null;
    }
    if (http != null) {
      http.close();
    }
  }
}

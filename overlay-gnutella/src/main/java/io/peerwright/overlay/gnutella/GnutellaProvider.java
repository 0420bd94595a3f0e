package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.net.OwnAddressTransport;
import io.peerwright.kit.plugin.BasicProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.servent.GnutellaServent;
import java.util.Map;
import java.util.Set;

/** Makes Gnutella servents: peers that find each other and each other's files without a server. */
public final class GnutellaProvider extends BasicProvider<GnutellaConfig>
    implements OverlayProvider<GnutellaConfig> {

  private static final Set<Class<? extends Capability>> CAPABILITIES =
      Set.of(
          KeywordSearch.class,
          Browse.class,
          Sharing.class,
          Fetch.class,
          ContentSources.class,
          EventSource.class);

  private static final Map<String, String> EXPLANATIONS =
      Map.ofEntries(
          Map.entry("bootstrap", "servents to begin with, as host:port; none waits for others"),
          Map.entry(
              "hostCaches",
              "whom to ask for servents when nobody else is known: host:port over UDP, http://..."
                  + " for a GWebCache, which is asked seldom"),
          Map.entry("knownHosts", "file for servents that were good; null keeps none"),
          Map.entry("listen", "where others connect; null takes the host's address"),
          Map.entry(
              "firewalled",
              "nobody can connect to us: those who fetch ask us to dial them, by a push"),
          Map.entry(
              "role",
              "auto: leaf or ultrapeer, as the network needs; ultrapeer; leaf; legacy: the network"
                  + " without tiers"),
          Map.entry(
              "forwarding",
              "how a search is brought to others: flood, expanding-ring (farther while too little"
                  + " was found), random-walk (32 walkers), dynamic-query (one neighbour after the"
                  + " other, of ultrapeers for their leaves too); auto: dynamic-query, without"
                  + " tiers flood"),
          Map.entry(
              "ultrapeerLinks",
              "links of an ultrapeer to others, or all links without tiers, 1..1000"),
          Map.entry(
              "dialledLinks",
              "how many of these it dials for, the others are for those who come; 0: two of five"),
          Map.entry("leaves", "leaves that an ultrapeer shields, 0..10000"),
          Map.entry("leafLinks", "ultrapeers that a leaf keeps, 1..100"),
          Map.entry(
              "maxTtl", "how far a message goes, 0..15; 0: 4 among ultrapeers, 7 without tiers"),
          Map.entry(
              "queryRate",
              "queries that a neighbour may send in a second, 1..100000, ten times as many at once;"
                  + " of a leaf a twentieth"),
          Map.entry(
              "queryRouting",
              "tells neighbours of the words of files, and sends them no query that is not for"
                  + " them"),
          Map.entry(
              "tls",
              "TLS of links, against those who only listen: off; accept: where the other side asks;"
                  + " offer: asks itself where it dials"),
          Map.entry("deflate", "compresses links whose other side can"),
          Map.entry(
              "datagrams", "answers pings and sends messages over UDP, at the number of its port"),
          Map.entry(
              "outOfBand",
              "lets hits for searches of ours come as datagrams, once they are known to reach us"),
          Map.entry(
              "hostCache",
              "says that anybody may ask it for servents, over UDP and as a GWebCache"),
          Map.entry("maxHosts", "servents that are remembered to be tried, 1..100000"),
          Map.entry("maxUploads", "files that are sent at a time, 0..10000"),
          Map.entry("maxUploadsPerAddress", "of these, to one address, 1..10000"),
          Map.entry("queueLength", "downloaders that may wait for their turn, 0..100000"),
          Map.entry(
              "partialSharing",
              "sends others the verified parts of files that it is fetching, and the whole from"
                  + " then on until it leaves"),
          Map.entry("uploadRate", "bytes per second of all uploads together; 0: no limit"),
          Map.entry("uploadRatePerFile", "bytes per second of each upload; 0: no limit"),
          Map.entry("quiet", "a search ends when nothing more was found for so long, 100ms..1d"),
          Map.entry(
              "keepAlive",
              "silence after which a neighbour is asked whether it is there, 100ms..1d"),
          Map.entry(
              "reconnectMin", "wait before a servent is tried again, doubles with each failure"),
          Map.entry("reconnectMax", "longest wait before a servent is tried again, 100ms..1d"),
          Map.entry(
              "addresses",
              "which addresses other servents may make us dial: local-sources: local ones only if"
                  + " they are local themselves; any: all"));

  /** For the service loader. */
  public GnutellaProvider() {
    super(GnutellaServent.NAME, GnutellaConfig.DEFAULT, EXPLANATIONS);
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Overlay create(Host host, GnutellaConfig config) {
    Endpoint listen = config.listen() == null ? host.listenAddress() : config.listen();
    Transport known = host.transport();
    Transport own = OwnAddressTransport.around(known, listen);
    Host dialling = own == known ? host : new DecoratedHost(host, own);
    return new GnutellaServent(this, dialling, config);
  }
}

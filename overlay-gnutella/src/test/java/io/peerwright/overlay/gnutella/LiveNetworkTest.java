package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty servents over TCP on loopback: a chain of five ultrapeers with three leaves each, so that
 * hits come from up to three hops away. The last one cannot be dialled.
 */
class LiveNetworkTest {

  private static final int SERVENTS = 20;
  private static final int ULTRAPEERS = 5;
  private static final int LEAVES_EACH = 3;
  private static final int SHIELDED = SERVENTS - 1;
  private static final int SIZE = 200_000;

  @TempDir private Path folder;
  private final List<LiveServent> servents = new ArrayList<>();
  private final Map<String, byte[]> contents = new HashMap<>();

  private void join(Network network, int number) throws Exception {
    boolean ultrapeer = number < ULTRAPEERS;
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withRole(ultrapeer ? Tier.ULTRAPEER : Tier.LEAF)
            .withLinks(2, LEAVES_EACH, ultrapeer ? 2 : 1)
            .withForwarding(ForwardingKind.FLOOD, 4)
            .withFirewalled(number == SHIELDED);
    if (number > 0) {
      LiveServent known = servents.get(ultrapeer ? number - 1 : number % ULTRAPEERS);
      config = config.withBootstrap(List.of(HostPort.parse(known.endpoint())));
    }
    Host host =
        network.newHost("s" + number, LiveServent.ANY_PORT, folder.resolve(String.valueOf(number)));
    LiveServent servent = LiveServent.of(host, config);
    servents.add(servent);
    servent.share(item(number, "copper rain"));
    servent.share(item(number, "silver snow"));
    servent.join();
  }

  private SharedItem item(int number, String words) throws Exception {
    String name = words + " " + number + ".ogg";
    byte[] content = new byte[SIZE];
    new Random(name.hashCode()).nextBytes(content);
    contents.put(name, content);
    return LiveServent.file(folder, name, content);
  }

  @Test
  void twentyFindBrowsePushAndFetch() throws Exception {
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      for (int i = 0; i < SERVENTS; i++) {
        join(network, i);
      }
      for (LiveServent each : servents) {
        each.awaitPublished();
      }
      LiveServent asker = servents.get(ULTRAPEERS / 2);
      List<Hit> hits = asker.search("copper rain", SERVENTS - 1);
      assertEquals(
          IntStream.range(0, SERVENTS)
              .filter(i -> i != ULTRAPEERS / 2)
              .mapToObj(i -> "copper rain " + i + ".ogg")
              .collect(Collectors.toSet()),
          hits.stream().map(Hit::name).collect(Collectors.toSet()));
      fetch(asker, hits, "copper rain 0.ogg");
      Hit shielded = fetch(asker, hits, "copper rain " + SHIELDED + ".ogg");
      assertNull(shielded.endpoint(), "it had to be asked to dial");
      assertEquals(
          Set.of("copper rain " + SHIELDED + ".ogg", "silver snow " + SHIELDED + ".ogg"),
          asker.browse(shielded.peer()).stream().map(Hit::name).collect(Collectors.toSet()));
      for (LiveServent each : servents) {
        each.leave();
      }
    }
  }

  private Hit fetch(LiveServent asker, List<Hit> hits, String name) throws Exception {
    Hit hit = hits.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    byte[] fetched = asker.fetch(hit, folder.resolve("fetched " + name));
    assertArrayEquals(contents.get(name), fetched);
    return hit;
  }
}

package io.peerwright.guide.dht;

import static io.peerwright.kit.kademlia.RoutingTable.K;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Urn;
import io.peerwright.testkit.NetworkFaults;
import io.peerwright.testkit.OverlayResults;
import io.peerwright.testkit.OverlayTestKit;
import io.peerwright.testkit.PeerEvent;
import io.peerwright.testkit.Site;
import io.peerwright.testkit.Step;
import io.peerwright.testkit.TestPeer;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table among many peers, in virtual time. */
class DhtTest {

  private static final int PORT = 4000;
  private static final Duration SPREAD = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private static byte[] data(int number) {
    return ("what peer " + number + " has put").getBytes(StandardCharsets.UTF_8);
  }

  /** Everybody knows the first one. */
  private static DhtConfig config(Site site) {
    List<TestPeer> there = site.network().peers();
    return new DhtConfig(
        PORT,
        there.isEmpty()
            ? List.of()
            : List.of(
                HostPort.parse(there.get(0).host().listenAddress().withPort(PORT).toString())),
        Duration.ofHours(1));
  }

  private static OverlayTestKit table(int peers) {
    TreeMap<Integer, Urn> keys = new TreeMap<>();
    Step put =
        peer ->
            peer.as(KeyLookup.class)
                .put(Urn.SHA1, ByteBuffer.wrap(data(peer.number())))
                .thenApply(stored -> keys.put(peer.number(), stored.key()));
    Step get =
        peer -> {
          int other = (peer.number() + peers / 2) % peers;
          return peer.as(KeyLookup.class)
              .get(keys.get(other), WITHIN)
              .thenApply(
                  found ->
                      found.isPresent() && found.get().equals(ByteBuffer.wrap(data(other)))
                          ? "found"
                          : "missed");
        };
    return OverlayTestKit.overlay("dht")
        .configured(DhtTest::config)
        .peers(peers)
        .joinWithin(Duration.ofSeconds(60))
        .pause(Duration.ofMinutes(1))
        .step("put", SPREAD, put)
        .step("get", SPREAD, get);
  }

  private static void assertFound(OverlayResults results, int peers, int least) {
    results
        .assertAllJoined()
        .assertNothingFailed()
        .events()
        .about("get")
        .assertCount(peers)
        .where("found", each -> each.detail().equals("found"))
        .assertAtLeast(least);
  }

  @Test
  void everybodyFindsWhatAnotherHasPut() {
    assertFound(table(200).seed(7).twice().run(), 200, 200);
  }

  /** Of 10,000 with {@code -Ddht.peers=10000}, which takes minutes of one processor. */
  @Test
  void manyFindEverythingToo() {
    int peers = Integer.getInteger("dht.peers", 300);
    assertFound(table(peers).run(), peers, peers);
  }

  /** How many others keep it is told: nobody if there is none, and the nearest of many. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "5, 4", "40, 8"})
  void tellsHowManyOthersKeepWhatIsPut(int peers, int others) {
    Step put =
        peer ->
            peer.as(KeyLookup.class)
                .put(Urn.SHA1, ByteBuffer.wrap(data(peer.number())))
                .thenApply(KeyLookup.Stored::others);
    OverlayTestKit.overlay("dht")
        .configured(DhtTest::config)
        .peers(peers)
        .joinWithin(Duration.ofSeconds(60))
        .pause(Duration.ofMinutes(1))
        .step("put", SPREAD, put)
        .run()
        .assertNothingFailed()
        .events()
        .about("put")
        .where("all", each -> each.detail().equals("" + others))
        .assertCount(peers);
  }

  /**
   * Everybody knows somebody at each distance at which there is anybody, beyond its nearest. A
   * search gets nearer with each answer only then.
   */
  @Test
  void nobodyKnowsItsNeighboursOnly() {
    TreeMap<Endpoint, BigInteger> numbers = new TreeMap<>();
    Step tell =
        peer -> {
          for (Neighbour each : peer.overlay().neighbours()) {
            numbers.put(each.endpoint(), new BigInteger(each.name(), 16));
          }
          return CompletableFuture.completedStage(peer.number());
        };
    Step check =
        peer -> {
          BigInteger own = numbers.get(peer.host().listenAddress().withPort(PORT));
          Function<BigInteger, Integer> distance = each -> each.xor(own).bitLength();
          List<Integer> known =
              peer.overlay().neighbours().stream()
                  .map(each -> distance.apply(new BigInteger(each.name(), 16)))
                  .sorted()
                  .toList();
          Set<Integer> missing = new TreeSet<>();
          numbers.values().forEach(each -> missing.add(distance.apply(each)));
          missing.removeAll(known);
          missing.removeIf(each -> each <= known.get(K - 1));
          return CompletableFuture.completedStage(missing.toString());
        };
    OverlayTestKit.overlay("dht")
        .configured(DhtTest::config)
        .peers(400)
        .joinWithin(Duration.ofSeconds(60))
        .pause(Duration.ofMinutes(1))
        .step("tell", SPREAD, tell)
        .step("check", SPREAD, check)
        .run()
        .assertAllJoined()
        .assertNothingFailed()
        .events()
        .about("check")
        .where("complete", each -> each.detail().equals("[]"))
        .assertCount(400);
  }

  /** A third of the peers crash, one after the other; the data outlives them. */
  @Test
  void dataOutlivesCrashes() {
    OverlayResults results =
        table(150)
            .patience(Duration.ofMinutes(5))
            .faults(NetworkFaults.crash(Duration.ofSeconds(95), 40))
            .run();
    results.assertAllJoined().events().of(PeerEvent.Kind.CRASHED).assertCount(40);
    results
        .events()
        .about("get")
        .where("found", each -> each.detail().equals("found"))
        .assertAtLeast(108);
  }
}

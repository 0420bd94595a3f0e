package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link KeyLookup} must do, as tests derived from its Javadoc:
 * three peers put and get data. What was put, or removed, is known to all within the {@link
 * NetworkUnderTest#settleNanos} of the rig.
 */
public abstract class KeyLookupContract extends ThreePeers {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Longer lifetimes are tried for a day only, larger data than that not at all. */
  private static final Duration LONGEST_TRIED = Duration.ofDays(1);

  private static final int LARGEST_TRIED = 1 << 20;

  private String namespace;

  /** For subclasses. */
  protected KeyLookupContract() {}

  @BeforeEach
  final void chooseNamespace() {
    namespace = namespaces(a).iterator().next();
  }

  private static Set<String> namespaces(Peer peer) {
    KeyLookup lookup = peer.as(KeyLookup.class);
    return Set.copyOf(peer.machine().ask(lookup::namespaces));
  }

  private static int maxValueBytes(Peer peer) {
    KeyLookup lookup = peer.as(KeyLookup.class);
    return peer.machine().ask(lookup::maxValueBytes);
  }

  private static Outcome<KeyLookup.Stored> putting(Peer peer, String namespace, ByteBuffer data) {
    KeyLookup lookup = peer.as(KeyLookup.class);
    return peer.end("put", () -> lookup.put(namespace, data));
  }

  private Urn put(Peer peer, String space, byte[] data) {
    Urn key = putting(peer, space, ByteBuffer.wrap(data)).value().key();
    settle();
    return key;
  }

  private Urn put(Peer peer, int number) {
    return put(peer, namespace, data(number));
  }

  private static Outcome<Optional<ByteBuffer>> getting(Peer peer, Urn key) {
    KeyLookup lookup = peer.as(KeyLookup.class);
    return peer.end("get", () -> lookup.get(key, PATIENCE));
  }

  private boolean remove(Peer peer, Urn key) {
    KeyLookup lookup = peer.as(KeyLookup.class);
    boolean removed = peer.end("remove", () -> lookup.remove(key)).value();
    settle();
    return removed;
  }

  /** Different data for different numbers; only its end differs. */
  private static byte[] data(int number) {
    byte[] data = Pattern.bytes(0, 60);
    data[59] = (byte) number;
    return data;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static void assertFound(Peer by, Urn key, byte[] data) {
    Optional<ByteBuffer> found = getting(by, key).value();
    assertTrue(found.isPresent(), () -> key + " was not found");
    assertTrue(Arrays.equals(data, bytes(found.orElseThrow())), () -> key + " has other data");
  }

  private static void assertNotFound(Peer by, Urn key) {
    assertEquals(Optional.empty(), getting(by, key).value());
  }

  /** A key that is right, and under which this network has nothing. */
  private Urn unknownKey() {
    List<Urn> keys = new ArrayList<>();
    elsewhere(other -> keys.add(put(other, namespace, data(99))));
    return keys.get(0);
  }

  @Test
  void tellsItsLimits() {
    for (Peer peer : List.of(a, newcomer("outside"))) {
      KeyLookup lookup = peer.as(KeyLookup.class);
      assertFalse(namespaces(peer).isEmpty(), "no namespace to ask for");
      assertEquals(namespaces(a), namespaces(peer));
      assertTrue(maxValueBytes(peer) > 0, "nothing can be stored");
      Duration lifetime = peer.machine().ask(lookup::lifetime);
      assertTrue(lifetime.compareTo(Duration.ZERO) > 0, "nothing is kept");
    }
  }

  @Test
  void othersFindWhatWasPut() {
    Urn key = put(a, 1);
    assertFound(b, key, data(1));
    assertFound(c, key, data(1));
  }

  @Test
  void whoPutItFindsItToo() {
    assertFound(a, put(a, 1), data(1));
  }

  @Test
  void aPeerThatIsAloneKeepsItItself() {
    elsewhere(alone -> assertFound(alone, put(alone, namespace, data(1)), data(1)));
  }

  @Test
  void tellsHowManyOthersKeepIt() {
    int others = putting(a, namespace, ByteBuffer.wrap(data(1))).value().others();
    assertTrue(others > 0, "what others keep is not told");
  }

  @Test
  void whatNobodyPutIsNotFound() {
    Urn unknown = unknownKey();
    assertNotFound(a, unknown);
    put(a, 1);
    assertNotFound(b, unknown);
  }

  @Test
  void theKeyFollowsFromTheData() {
    Urn key = put(a, 1);
    assertEquals(key, put(b, 1), "two keys for one content");
    assertNotEquals(key, put(a, 2), "one key for two contents");
    List<Urn> keys = new ArrayList<>();
    elsewhere(other -> keys.add(put(other, namespace, data(1))));
    assertEquals(List.of(key), keys, "another key in another network");
  }

  @Test
  void aKeyIsOfTheNamespaceAskedFor() {
    List<Urn> keys = new ArrayList<>();
    for (String each : namespaces(a)) {
      Urn key = put(a, each, data(1));
      assertEquals(each, key.namespace());
      keys.add(key);
    }
    for (Urn key : keys) {
      assertFound(b, key, data(1));
    }
  }

  @Test
  void aForeignNamespaceFails() {
    String foreign = "tck-knows-this-alone";
    assertEquals(Reason.UNSUPPORTED, putting(a, foreign, ByteBuffer.allocate(9)).reason());
    assertEquals(Reason.UNSUPPORTED, getting(a, new Urn(foreign, "1")).reason());
  }

  @Test
  void dataIsReadDuringTheCall() {
    ByteBuffer data = ByteBuffer.wrap(Arrays.copyOf(data(1), 100)).position(10).limit(60);
    KeyLookup lookup = a.as(KeyLookup.class);
    Outcome<KeyLookup.Stored> stored =
        a.begin(
            "put",
            () -> {
              var stage = lookup.put(namespace, data);
              assertEquals(60, data.position(), "the position after the call");
              assertEquals(60, data.limit(), "the limit after the call");
              Arrays.fill(data.array(), (byte) 7);
              return stage;
            });
    a.machine().await("the put to end", stored::isDone);
    settle();
    assertFound(b, stored.value().key(), Arrays.copyOfRange(data(1), 10, 60));
  }

  @Test
  void readsBuffersOfAnyKind() {
    ByteBuffer direct = ByteBuffer.allocateDirect(60).put(data(1)).flip();
    assertFound(b, putting(a, namespace, direct).value().key(), data(1));
    ByteBuffer readOnly = ByteBuffer.wrap(data(2)).asReadOnlyBuffer();
    assertFound(b, putting(a, namespace, readOnly).value().key(), data(2));
  }

  @Test
  void whatIsFoundBelongsToTheCaller() {
    Urn key = put(a, 1);
    for (Peer peer : List.of(a, b, b)) {
      ByteBuffer found = getting(peer, key).value().orElseThrow();
      assertFalse(found.isReadOnly(), "the caller may not write into what is its own");
      ByteBuffer again = getting(peer, key).value().orElseThrow();
      while (found.hasRemaining()) {
        found.put((byte) 7);
      }
      assertTrue(Arrays.equals(data(1), bytes(again)), "two callers have one buffer");
    }
    assertFound(c, key, data(1));
  }

  @Test
  void theLargestDataIsStored() {
    byte[] largest = Pattern.bytes(5, Math.min(LARGEST_TRIED, maxValueBytes(a)));
    assertFound(b, put(a, namespace, largest), largest);
  }

  @Test
  void largerDataFails() {
    if (maxValueBytes(a) <= LARGEST_TRIED) {
      ByteBuffer larger = Pattern.buffer(5, maxValueBytes(a) + 1);
      assertEquals(Reason.LIMIT, putting(a, namespace, larger).reason());
    }
  }

  @Test
  void dataOfNoBytesIsDataToo() {
    assertFound(b, put(a, namespace, new byte[0]), new byte[0]);
  }

  @Test
  void dataOfSeveralPeersDoesNotMix() {
    List<Urn> keys = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      keys.add(put(List.of(a, b, c).get(i % 3), i));
    }
    assertEquals(20, new HashSet<>(keys).size());
    for (int i = 0; i < 20; i++) {
      assertFound(List.of(b, c, a).get(i % 3), keys.get(i), data(i));
    }
  }

  @Test
  void whoComesLaterFindsItToo() {
    Urn key = put(a, 1);
    assertFound(peer("late"), key, data(1));
  }

  @Test
  void whatWasPutOutlivesWhoPutIt() {
    Urn key = put(a, 1);
    a.vanish();
    settle();
    assertFound(b, key, data(1));
    assertFound(c, key, data(1));
  }

  @Test
  void whatWasPutOutlivesWhoLeaves() {
    Urn key = put(a, 1);
    a.leave();
    settle();
    assertFound(b, key, data(1));
  }

  /** Live there is no waiting for hours. */
  private long lifetimeNanos() {
    KeyLookup lookup = a.as(KeyLookup.class);
    Duration lifetime = a.machine().ask(lookup::lifetime);
    if (!rig().virtualTime()) {
      return Math.min(lifetime.toNanos(), 100_000_000L);
    }
    return (lifetime.compareTo(LONGEST_TRIED) < 0 ? lifetime : LONGEST_TRIED).toNanos();
  }

  @Test
  void whatWasPutIsFoundThroughItsLifetime() {
    Urn key = put(a, 1);
    passTime(lifetimeNanos() * 9 / 10);
    assertFound(b, key, data(1));
  }

  @Test
  void puttingAgainBeginsALifetimeAnew() {
    Urn key = put(a, 1);
    passTime(lifetimeNanos() * 7 / 10);
    assertEquals(key, put(a, 1));
    passTime(lifetimeNanos() * 7 / 10);
    assertFound(b, key, data(1));
  }

  @Test
  void whatIsRemovedIsNotFound() {
    Urn key = put(a, 1);
    Urn other = put(a, 2);
    boolean removed = remove(a, key);
    if (removed) {
      assertNotFound(a, key);
      assertNotFound(b, key);
      assertEquals(key, put(a, 1));
    }
    // One that forgets by time only still has it; one that removes has it again.
    assertFound(b, key, data(1));
    assertFound(b, other, data(2));
  }

  @Test
  void whatWasNotPutIsNotRemoved() {
    Urn key = put(a, 1);
    assertFalse(remove(b, key), "somebody else's data was removed");
    assertFalse(remove(b, unknownKey()), "what is not there was removed");
    assertFound(c, key, data(1));
  }

  @Test
  void whatOthersHavePutTooStays() {
    Urn key = put(a, 1);
    put(b, 1);
    remove(a, key);
    assertFound(c, key, data(1));
  }

  @Test
  void lookingUpEndsInTimeThoughNobodyAnswers() {
    Urn unknown = unknownKey();
    b.vanish();
    c.vanish();
    KeyLookup lookup = a.as(KeyLookup.class);
    Duration within = Duration.ofMillis(rig().virtualTime() ? 5_000 : 200);
    Outcome<Optional<ByteBuffer>> found = a.begin("get", () -> lookup.get(unknown, within));
    passTime(within.toNanos());
    settle();
    assertTrue(found.isDone(), "still looking it up after its time");
    assertEquals(Optional.empty(), found.value());
  }

  @Test
  void whoIsNotInTheNetworkCannotUseIt() {
    Urn key = put(a, 1);
    Peer outside = newcomer("outside");
    assertEquals(Reason.UNREACHABLE, getting(outside, key).reason());
    assertEquals(
        Reason.UNREACHABLE, putting(outside, namespace, ByteBuffer.wrap(data(2))).reason());
  }

  @Test
  void leavingEndsWhatIsUnderWay() {
    Urn unknown = unknownKey();
    KeyLookup lookup = a.as(KeyLookup.class);
    List<Outcome<?>> ends = new ArrayList<>();
    a.machine()
        .run(
            () -> {
              ends.add(Outcome.of(a.machine(), "get", lookup.get(unknown, PATIENCE)));
              ends.add(
                  Outcome.of(a.machine(), "put", lookup.put(namespace, ByteBuffer.wrap(data(2)))));
              ends.removeIf(Outcome::isDone);
              a.overlay().leave();
            });
    settle();
    for (Outcome<?> end : ends) {
      assertEquals(Reason.SHUTDOWN, end.reason());
    }
  }

  @Test
  void whoJoinsAgainFindsAndPutsAsBefore() {
    Urn key = put(b, 1);
    a.leave();
    settle();
    a.join();
    settle();
    assertFound(a, key, data(1));
    assertFound(b, put(a, 2), data(2));
  }

  @Test
  void twoNetworksShareNothing() {
    Urn key = put(a, 1);
    elsewhere(other -> assertNotFound(other, key));
  }
}

package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import java.time.Duration;
import java.util.OptionalLong;

/** What the tests of shared files do with their peers. */
abstract class SharingPeers extends ThreePeers {

  SharingPeers() {}

  /** Begins to share a file, of which nobody may know yet. */
  static Handle start(Peer peer, SharedItem item) {
    Sharing sharing = peer.as(Sharing.class);
    return peer.machine().ask(() -> sharing.share(item));
  }

  /** A file on the disk of a peer. */
  static SharedItem item(Peer peer, String name) {
    return SharedFiles.item(peer, name, Pattern.bytes(name.length(), 1_000 + name.length()));
  }

  /** Shares a file, and waits until others can find it. */
  final Handle share(Peer peer, String name) {
    Handle handle = start(peer, item(peer, name));
    publish(peer);
    return handle;
  }

  /** Waits until others can find what a peer shares. */
  final void publish(Peer peer) {
    Sharing sharing = peer.as(Sharing.class);
    Outcome<Void> published = peer.end("published", sharing::published);
    assertFalse(published.isFailed(), () -> "not published: " + published.failure());
    settle();
  }

  /** A hit that a peer was told says of a file what it is. */
  static void assertDescribes(Peer peer, SharedItem item, Hit hit) {
    assertEquals(peer.machine().ask(() -> peer.overlay().name()), hit.overlay());
    assertEquals(item.name(), hit.name());
    assertEquals(OptionalLong.of(item.sizeBytes()), hit.sizeBytes());
    assertTrue(
        item.urns()
            .containsAll(
                hit.urns().stream().filter(urn -> urn.namespace().equals("sha1")).toList()),
        () -> hit.urns() + " is not " + item.urns());
  }

  static Query query(String line) {
    return Query.parse(line).limitedTo(100, Duration.ofSeconds(10));
  }

  /** Searches, and waits for the end. */
  static SearchProbe search(Peer peer, String line) {
    return SearchProbe.begin(peer, query(line)).await();
  }
}

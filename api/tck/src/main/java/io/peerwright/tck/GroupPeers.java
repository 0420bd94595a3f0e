package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Handle;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests of multicast do with their peers: each step is waited for. */
abstract class GroupPeers extends ThreePeers {

  /** A member that hears all sources. */
  final GroupProbe join(Peer peer, Group group) {
    return join(peer, group, null, new GroupProbe(peer.machine())).probe();
  }

  /** A membership, and what it hears. */
  record Member(GroupProbe probe, Handle handle) {}

  final Member join(Peer peer, Group group, @Nullable Endpoint source, GroupProbe probe) {
    Multicast multicast = peer.as(Multicast.class);
    Handle handle = peer.end("join", () -> multicast.join(group, source, probe)).value();
    settle();
    return new Member(probe, handle);
  }

  /** Closes a handle, and waits until all know it. */
  final void close(Peer peer, Handle handle) {
    peer.machine().run(handle::close);
    settle();
  }

  /** Sends a message, and waits until it is there. */
  final void send(Peer peer, Group group, byte[] message) {
    Multicast multicast = peer.as(Multicast.class);
    SendResult result = peer.machine().ask(() -> multicast.send(group, ByteBuffer.wrap(message)));
    assertEquals(SendResult.ACCEPTED, result);
    settle();
  }

  /** Different messages for different numbers. */
  static byte[] message(int number) {
    return Pattern.bytes(number, 50);
  }

  /** Heard just these messages, by their numbers. */
  static void assertHeard(GroupProbe probe, Integer... numbers) {
    List<List<Byte>> expected = new ArrayList<>();
    for (int number : numbers) {
      expected.add(GroupProbe.listOf(message(number)));
    }
    assertEquals(expected, probe.contents());
  }

  /** Announces a group, and waits until all know it. */
  final Handle announce(Peer peer, Group group) {
    Multicast multicast = peer.as(Multicast.class);
    Handle handle = peer.machine().ask(() -> multicast.announce(group));
    settle();
    return handle;
  }

  /** A discovery, and what it found. */
  record Discovery(List<Group> found, Handle handle) {}

  final Discovery discover(Peer peer) {
    Multicast multicast = peer.as(Multicast.class);
    List<Group> found = Collections.synchronizedList(new ArrayList<>());
    Handle handle =
        peer.machine().ask(() -> multicast.discover(GroupProbe.discovering(peer.machine(), found)));
    settle();
    return new Discovery(found, handle);
  }
}

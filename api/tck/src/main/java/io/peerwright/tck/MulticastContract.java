package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Datagrams} to groups, on the interface that the hosts listen on. */
abstract class MulticastContract extends ContractBase {

  private static final Endpoint ANY = Endpoint.ofIpv4(0, 0);

  /** 239.255.77.1, of the range that stays at one site. */
  private static final Endpoint GROUP = Endpoint.ofIpv4(0xefff4d01, 0);

  private static final Endpoint OTHER_GROUP = Endpoint.ofIpv4(0xefff4d02, 0);

  private Machine a;
  private Machine b;
  private Machine c;
  private DatagramProbe sender;
  private DatagramProbe receiver;
  private Endpoint group;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
    c = machine("c");
    sender = sender(a, 1, true);
    receiver = b.bind(new DatagramProbe(b), ANY, SocketOptions.DEFAULT.withReuse());
    group = GROUP.withPort(receiver.local().port());
  }

  private static DatagramProbe sender(Machine at, int ttl, boolean loopback) {
    SocketOptions options = SocketOptions.DEFAULT.withMulticast(at.address(), ttl, loopback);
    return at.bind(new DatagramProbe(at), at.address(), options);
  }

  private void join(DatagramProbe socket, Machine at, Endpoint to, @Nullable Endpoint source) {
    int before = socket.memberships().size();
    at.run(() -> socket.socket().join(to, at.address(), source));
    at.await("the outcome of the join", () -> socket.memberships().size() > before);
    assertEquals(new DatagramProbe.Membership(to, source, null), socket.memberships().get(before));
  }

  private void awaitArrivals(DatagramProbe at, Machine machine, int count) {
    machine.await(count + " datagrams", () -> at.arrivals().size() >= count);
  }

  @Test
  void memberHearsTheGroup() {
    join(receiver, b, group, null);
    assertEquals(SendResult.ACCEPTED, sender.send(group, Pattern.bytes(0, 100)));
    awaitArrivals(receiver, b, 1);
    assertEquals(sender.local(), receiver.arrivals().get(0).from());
    assertArrayEquals(Pattern.bytes(0, 100), receiver.arrivals().get(0).payload());
    settle();
    assertEquals(1, receiver.arrivals().size());
  }

  @Test
  void allMembersHearTheGroup() {
    DatagramProbe other =
        c.bind(new DatagramProbe(c), ANY.withPort(group.port()), SocketOptions.DEFAULT.withReuse());
    join(receiver, b, group, null);
    join(other, c, group, null);
    sender.send(group, Pattern.bytes(0, 10));
    awaitArrivals(receiver, b, 1);
    awaitArrivals(other, c, 1);
  }

  @Test
  void membersOfOneHostShareAPort() {
    DatagramProbe other =
        b.bind(new DatagramProbe(b), ANY.withPort(group.port()), SocketOptions.DEFAULT.withReuse());
    join(receiver, b, group, null);
    join(other, b, group, null);
    sender.send(group, Pattern.bytes(0, 10));
    awaitArrivals(receiver, b, 1);
    awaitArrivals(other, b, 1);
  }

  @Test
  void memberHearsEverySender() {
    join(receiver, b, group, null);
    DatagramProbe second = sender(c, 1, true);
    sender.send(group, Pattern.bytes(0, 10));
    second.send(group, Pattern.bytes(0, 10));
    awaitArrivals(receiver, b, 2);
    assertEquals(
        List.of(sender.local(), second.local()).stream().sorted().toList(),
        receiver.arrivals().stream().map(DatagramProbe.Arrival::from).sorted().toList());
  }

  @Test
  void strangersHearNothing() {
    sender.send(group, Pattern.bytes(0, 10));
    settle();
    assertEquals(0, receiver.arrivals().size());
    join(receiver, b, group, null);
    sender.send(OTHER_GROUP.withPort(group.port()), Pattern.bytes(0, 10));
    settle();
    assertEquals(0, receiver.arrivals().size(), "heard a group that was not joined");
    sender.send(group, Pattern.bytes(0, 10));
    awaitArrivals(receiver, b, 1);
  }

  @Test
  void leavingEndsMembership() {
    join(receiver, b, group, null);
    sender.send(group, Pattern.bytes(0, 10));
    awaitArrivals(receiver, b, 1);
    b.run(() -> receiver.socket().leave(group, b.address(), null));
    settle();
    sender.send(group, Pattern.bytes(0, 10));
    settle();
    assertEquals(1, receiver.arrivals().size());
    assertEquals(1, receiver.memberships().size(), "leaving has no callback");
  }

  @Test
  void leftGroupCanBeJoinedAgain() {
    join(receiver, b, group, null);
    b.run(() -> receiver.socket().leave(group, b.address(), null));
    join(receiver, b, group, null);
    sender.send(group, Pattern.bytes(0, 10));
    awaitArrivals(receiver, b, 1);
  }

  @Test
  void sourceOfAMembershipIsHeard() {
    join(receiver, b, group, a.address());
    sender.send(group, Pattern.bytes(0, 10));
    awaitArrivals(receiver, b, 1);
  }

  @Test
  void otherSourcesAreNotHeard() {
    Endpoint somebodyElse = Endpoint.ofIpv4(a.address().ipv4() + 77, 0);
    join(receiver, b, group, somebodyElse);
    sender.send(group, Pattern.bytes(0, 10));
    settle();
    assertEquals(0, receiver.arrivals().size());
  }

  @Test
  void ownHostHearsWithLoopbackOnly() {
    DatagramProbe here = a.bind(new DatagramProbe(a), ANY, SocketOptions.DEFAULT.withReuse());
    group = GROUP.withPort(here.local().port());
    join(here, a, group, null);
    // A loopback interface loops everything back, whatever the socket says.
    if (!a.address().isLoopback()) {
      DatagramProbe quiet = sender(a, 1, false);
      quiet.send(group, Pattern.bytes(0, 10));
      settle();
      assertEquals(0, here.arrivals().size(), "heard itself with loopback off");
    }
    sender.send(group, Pattern.bytes(0, 20));
    awaitArrivals(here, a, 1);
    assertEquals(20, here.arrivals().get(0).payload().length);
  }

  /** On loopback all hosts of the contract may be one machine, which hears it. */
  @Test
  void whatMayCrossNothingStaysOnItsHost() {
    DatagramProbe here =
        a.bind(new DatagramProbe(a), ANY.withPort(group.port()), SocketOptions.DEFAULT.withReuse());
    join(here, a, group, null);
    join(receiver, b, group, null);
    sender(a, 0, true).send(group, Pattern.bytes(0, 10));
    awaitArrivals(here, a, 1);
    settle();
    int heard = receiver.arrivals().size();
    assertTrue(heard == 0 || a.address().isLoopback(), "heard by another host");
    sender(a, 255, true).send(group, Pattern.bytes(0, 20));
    awaitArrivals(here, a, 2);
    awaitArrivals(receiver, b, heard + 1);
  }

  @Test
  void joiningWhatIsNoGroupFails() {
    Endpoint noGroup = a.address().withPort(group.port());
    b.run(() -> receiver.socket().join(noGroup, b.address(), null));
    b.await("the outcome of the join", () -> !receiver.memberships().isEmpty());
    assertNotNull(receiver.memberships().get(0).failure());
  }

  @Test
  void joiningDoesNotCallBackAtOnce() {
    b.run(
        () -> {
          receiver.socket().join(group, b.address(), null);
          assertEquals(0, receiver.memberships().size());
        });
    b.await("the outcome of the join", () -> receiver.memberships().size() == 1);
  }

  @Test
  void memberStillHearsWhatIsSentToItAlone() {
    join(receiver, b, group, null);
    Endpoint direct = b.address().withPort(group.port());
    a.run(() -> sender.socket().send(direct, ByteBuffer.wrap(Pattern.bytes(0, 5))));
    awaitArrivals(receiver, b, 1);
  }
}

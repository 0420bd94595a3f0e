package io.peerwright.multicast.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.inmemory.lan.Lan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers on two LANs with a router between them. */
class IpMulticastTest {

  private static final Group GROUP = group("239.71.0.1:7100");

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final Lan near = simulation.lans().newLan("near", Duration.ZERO);
  private final Lan far = simulation.lans().newLan("far", Duration.ZERO);

  IpMulticastTest() {
    simulation.lans().newRouter("r", near, far);
  }

  private static Group group(String address) {
    return new Group(Endpoint.parse(address), "");
  }

  private final class Peer {
    final Host host;
    final Overlay overlay;
    final Multicast multicast;
    final List<Endpoint> heard = new ArrayList<>();

    Peer(Lan lan, String name, IpMulticastConfig config) {
      host = lan.newHost(name, null, null);
      overlay = new IpMulticastProvider().create(host, config);
      multicast = overlay.as(Multicast.class).orElseThrow();
      host.loop().execute(overlay::join);
      settle();
    }

    Peer hears(Group group, Endpoint source) {
      host.loop().execute(() -> multicast.join(group, source, (from, message) -> heard.add(from)));
      settle();
      return this;
    }

    SendResult send(Group group) {
      SendResult[] result = new SendResult[1];
      host.loop().execute(() -> result[0] = multicast.send(group, ByteBuffer.allocate(100)));
      settle();
      return result[0];
    }
  }

  private void settle() {
    simulation.runFor(Duration.ofSeconds(2));
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void theTtlSaysHowFarAMessageGoes() {
    Peer within = new Peer(near, "s", IpMulticastConfig.DEFAULT);
    Peer across = new Peer(near, "s8", IpMulticastConfig.DEFAULT.withTtl(8));
    Peer here = new Peer(near, "here", IpMulticastConfig.DEFAULT).hears(GROUP, null);
    Peer there = new Peer(far, "there", IpMulticastConfig.DEFAULT).hears(GROUP, null);
    assertEquals(SendResult.ACCEPTED, within.send(GROUP));
    assertEquals(1, here.heard.size());
    assertEquals(0, there.heard.size());
    across.send(GROUP);
    assertEquals(2, here.heard.size());
    assertEquals(1, there.heard.size());
  }

  /** The hosts of a simulation listen at IPv4 addresses. */
  @Test
  void aFamilyWithoutAnInterfaceIsNotSentTo() {
    Group group = group("[ff15::7101]:7101");
    assertEquals(SendResult.CLOSED, new Peer(near, "s", IpMulticastConfig.DEFAULT).send(group));
  }

  @Test
  void ipv6GroupsAreHeardOnTheInterfacesThatAreListed() {
    Group group = group("[ff15::7101]:7101");
    List<Peer> peers = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      Host probe = near.newHost(name + "-address", null, null);
      assertTrue(probe.transport().localAddresses().stream().anyMatch(each -> !each.isIpv4()));
      peers.add(new Peer(near, name, IpMulticastConfig.DEFAULT.withEveryInterface(true)));
    }
    peers.get(1).hears(group, null);
    assertEquals(SendResult.ACCEPTED, peers.get(0).send(group));
    assertEquals(1, peers.get(1).heard.size());
    assertTrue(!peers.get(1).heard.get(0).isIpv4());
  }

  @Test
  void oneSourceIsHeardByItsAddress() {
    Peer a = new Peer(near, "a", IpMulticastConfig.DEFAULT);
    Peer b = new Peer(near, "b", IpMulticastConfig.DEFAULT);
    Group sources = group("232.71.0.1:7100");
    Endpoint from = a.host.listenAddress().withPort(0);
    Peer member = new Peer(near, "m", IpMulticastConfig.DEFAULT).hears(sources, from);
    b.send(sources);
    assertEquals(List.of(), member.heard);
    a.send(sources);
    assertEquals(1, member.heard.size());
    assertEquals(from, member.heard.get(0).withPort(0));
  }

  /** Whoever speaks UDP is heard, and hears: a message is a datagram and nothing more. */
  @Test
  void plainSocketsTakePart() {
    Peer member = new Peer(near, "m", IpMulticastConfig.DEFAULT).hears(GROUP, null);
    Host plain = near.newHost("plain", null, null);
    List<Integer> sizes = new ArrayList<>();
    Datagrams[] socket = new Datagrams[1];
    plain
        .loop()
        .execute(
            () ->
                socket[0] =
                    plain
                        .transport()
                        .bind(
                            Endpoint.parse("0.0.0.0:7100"),
                            SocketOptions.DEFAULT,
                            new DatagramHandler() {
                              @Override
                              public void onBound(Datagrams bound) {
                                bound.join(GROUP.address(), null, null);
                              }

                              @Override
                              public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
                                sizes.add(data.remaining());
                              }
                            }));
    settle();
    member.send(GROUP);
    assertEquals(List.of(100), sizes);
    plain.loop().execute(() -> socket[0].send(GROUP.address(), ByteBuffer.allocate(7)));
    settle();
    assertEquals(plain.listenAddress().withPort(7100), member.heard.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.251:5353", "239.1.2.3:0", "[ff02::1:ff00:1]:5", "[ff00::1]:5"})
  void groupsOfTheNetworkItselfAreRefused(String address) {
    Peer peer = new Peer(near, "a", IpMulticastConfig.DEFAULT);
    assertRefused(peer, group(address));
  }

  @Test
  void onlyAllowedRangesMayBeUsed() {
    Peer peer =
        new Peer(
            near, "a", IpMulticastConfig.DEFAULT.withGroups(List.of("239.71.0.0/16", "ff15::/16")));
    assertEquals(SendResult.ACCEPTED, peer.send(GROUP));
    assertRefused(peer, group("239.72.0.1:7100"));
  }

  private void assertRefused(Peer peer, Group group) {
    List<Throwable> why = new ArrayList<>();
    peer.host
        .loop()
        .execute(
            () -> {
              CompletionStage<?> joined = peer.multicast.join(group, null, (from, message) -> {});
              joined.whenComplete((handle, failure) -> why.add(failure));
              assertThrows(
                  IllegalArgumentException.class,
                  () -> peer.multicast.send(group, ByteBuffer.allocate(1)));
            });
    settle();
    Throwable failure = why.get(0) instanceof CompletionException e ? e.getCause() : why.get(0);
    assertEquals(Reason.NOT_PERMITTED, ((OverlayException) failure).reason());
    assertTrue(failure.getMessage().contains(group.address().toString()), failure.getMessage());
  }

  @Test
  void withoutAnnouncementsThePortOfOthersIsLeftAlone() {
    Host host = near.newHost("a", null, null);
    host.loop()
        .execute(
            () ->
                host.transport()
                    .bind(
                        Endpoint.parse("0.0.0.0:9875"),
                        SocketOptions.DEFAULT,
                        (at, from, data) -> {}));
    List<String> failures = new ArrayList<>();
    for (boolean announcing : new boolean[] {true, false}) {
      IpMulticastConfig config = IpMulticastConfig.DEFAULT.withAnnouncements(announcing);
      Overlay overlay = new IpMulticastProvider().create(host, config);
      host.loop()
          .execute(
              () ->
                  overlay
                      .join()
                      .whenComplete((done, failure) -> failures.add(String.valueOf(failure))));
      settle();
    }
    assertTrue(failures.get(0).contains("port 9875 is taken"), failures.get(0));
    assertEquals("null", failures.get(1));
  }
}

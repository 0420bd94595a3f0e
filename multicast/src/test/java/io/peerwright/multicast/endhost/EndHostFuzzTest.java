package io.peerwright.multicast.endhost;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.rendezvous.RendezvousProvider;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** What strangers say to a member and to a rendezvous server, damaged. */
class EndHostFuzzTest extends FuzzContract {

  private static final Group GROUP = new Group(Endpoint.parse("239.255.77.1:4001"), "fuzz");
  private static final Endpoint PEER = Endpoint.parse("10.0.0.9:7000");
  private static final SourceId SOURCE = new SourceId(PEER, 77);

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        new FuzzTarget("end-host-member", EndHostFuzzTest::talkToMember, List.of(member()))
            .conversation(),
        new FuzzTarget("rendezvous-server", EndHostFuzzTest::talkToServer, List.of(client()))
            .conversation());
  }

  private static byte[] joined(ByteBuffer... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer each : frames) {
      all.write(each.array(), 0, each.remaining());
    }
    return all.toByteArray();
  }

  /** All that a neighbour says. */
  private static byte[] member() {
    return joined(
        MemberFrames.hello(GROUP.address(), 7_000, MemberFrames.NEAR),
        MemberFrames.route(SOURCE, 1, 1_000, 0),
        MemberFrames.message(MemberFrames.ACCEPT, SOURCE, 0),
        MemberFrames.data(SOURCE, 0, new byte[50]),
        MemberFrames.data(SOURCE, 1, new byte[5]),
        MemberFrames.message(MemberFrames.CHILD, SOURCE, 0),
        MemberFrames.message(MemberFrames.PULL, SOURCE, 0),
        MemberFrames.refresh(SOURCE, 2),
        MemberFrames.source(MemberFrames.REFUSE, SOURCE),
        MemberFrames.handover(SOURCE, PEER),
        MemberFrames.shuffle(true, List.of(PEER)),
        MemberFrames.ping(MemberFrames.PING, 1),
        MemberFrames.ping(MemberFrames.PONG, 1),
        MemberFrames.source(MemberFrames.PRUNE, SOURCE),
        MemberFrames.empty(MemberFrames.SYNC),
        MemberFrames.empty(MemberFrames.MEMBER),
        MemberFrames.redirect(List.of(PEER)));
  }

  /** Register, ask, announce, discover, withdraw, unregister. */
  private static byte[] client() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] group = {4, (byte) 239, (byte) 255, 77, 1, 15, (byte) 161};
    frame(all, 1, group, new byte[] {27, 88, 5, 20});
    frame(all, 3, group, new byte[] {20});
    frame(all, 4, group, new byte[] {3, 'a', 'b', 'c'});
    frame(all, 6, new byte[0], new byte[0]);
    frame(all, 5, group, new byte[] {3, 'a', 'b', 'c'});
    frame(all, 2, group, new byte[] {27, 88});
    return all.toByteArray();
  }

  private static void frame(ByteArrayOutputStream all, int type, byte[] group, byte[] rest) {
    int length = 3 + group.length + rest.length;
    all.writeBytes(new byte[] {0, (byte) length, (byte) type});
    all.writeBytes(group);
    all.writeBytes(rest);
  }

  private static void talkToMember(byte[] input) {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host host = simulation.newHost("member", null, null);
    EndHostOverlay overlay =
        (EndHostOverlay) new EndHostProvider().create(host, EndHostConfig.DEFAULT);
    overlay.join();
    overlay.join(GROUP, null, (from, message) -> {});
    talk(simulation, overlay, input);
    overlay.checkInvariants();
    simulation.close();
  }

  private static void talkToServer(byte[] input) {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host host = simulation.newHost("server", null, null);
    RendezvousProvider provider = new RendezvousProvider();
    talk(simulation, provider.create(host, provider.defaults()), input);
    simulation.close();
  }

  private static void talk(Simulation simulation, Overlay overlay, byte[] input) {
    overlay.join();
    simulation.runFor(Duration.ofMillis(10));
    Host stranger = simulation.newHost("stranger", null, null);
    LinkHandler says =
        new LinkHandler() {
          @Override
          public void onOpen(Link link) {
            link.request(Link.UNLIMITED);
            link.write(ByteBuffer.wrap(input));
          }

          @Override
          public void onData(Link link, ByteBuffer data) {
            // Whatever it says.
          }

          @Override
          public void onClosed(Link link, Reason reason) {
            // It has had enough.
          }
        };
    stranger.transport().connect(overlay.endpoints().get(0), SocketOptions.DEFAULT, says);
    simulation.runFor(Duration.ofSeconds(2));
  }
}

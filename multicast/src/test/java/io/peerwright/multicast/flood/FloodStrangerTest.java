package io.peerwright.multicast.flood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.flood.FloodGraph.Member;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stranger links to a router of three in a row, and says what it should not. */
class FloodStrangerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Speaks the protocol, and does what the test wants. */
  private static final class Stranger implements LinkHandler {
    final List<FloodMessage> heard = new ArrayList<>();
    final FrameBuffer frames = new FrameBuffer(FloodCodec.FRAMING, 70_000);
    final Link link;
    @Nullable Reason end;

    Stranger(FloodGraph graph, int router, String name) {
      Host host = graph.sim.newHost(name, null, null);
      link = host.transport().connect(FloodGraph.address(router), SocketOptions.DEFAULT, this);
      link.request(Link.UNLIMITED);
      graph.run(SECOND);
    }

    void say(FloodMessage message) {
      link.write(FloodCodec.encode(message));
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      for (ByteBuffer each = frames.next(data); each != null; each = frames.next(data)) {
        FloodMessage message = FloodCodec.decode(each);
        if (message != null) {
          heard.add(message);
        }
      }
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      end = reason;
    }
  }

  private static FloodGraph row(FloodPruneConfig config) {
    FloodGraph graph = new FloodGraph(1, 10, config);
    graph.add();
    graph.add(0);
    graph.add(1);
    graph.run(Duration.ofSeconds(6));
    return graph;
  }

  private static SourceId source(int number) {
    return new SourceId(Endpoint.ofIpv4(0x0b000000 + number, 9), number);
  }

  private static Stranger greeted(FloodGraph graph, String name) {
    Stranger stranger = new Stranger(graph, 1, name);
    stranger.say(new FloodMessage.Hello(name.hashCode(), 0));
    graph.run(SECOND);
    return stranger;
  }

  private static void storm(FloodGraph graph, Stranger by, IntFunction<FloodMessage> each) {
    for (int i = 0; i < 60_000 && by.end == null; i++) {
      by.say(each.apply(i));
      if (i % 500 == 499) {
        graph.runMillis(50);
      }
    }
    graph.run(SECOND);
  }

  @Test
  void aStormOfGraftsAndPrunesIsCutOffAndNotPassedOn() {
    FloodGraph graph = row(FloodPruneConfig.DEFAULT);
    Member member = graph.join(2);
    graph.run(SECOND);
    graph.send(0, 1);
    graph.run(SECOND);
    Stranger stranger = greeted(graph, "storm");
    SourceId truth =
        stranger.heard.stream()
            .filter(FloodMessage.Route.class::isInstance)
            .map(each -> ((FloodMessage.Route) each).source())
            .findFirst()
            .orElseThrow();
    stranger.say(new FloodMessage.Route(truth, 1, 2, true));
    long before = graph.meter(1, "control.sent");
    storm(
        graph,
        stranger,
        i ->
            i % 2 == 0
                ? new FloodMessage.Prune(truth, FloodGraph.GROUP.address(), 100)
                : new FloodMessage.Graft(truth, FloodGraph.GROUP.address()));
    assertEquals(Reason.RESET, stranger.end);
    assertEquals(0, graph.meter(1, "grafts.sent") + graph.meter(1, "prunes.sent"));
    assertTrue(graph.meter(1, "control.sent") - before < 15_000, "an answer for each graft only");
    graph.send(0, 2);
    graph.run(SECOND);
    assertEquals(2, member.heard.size());
  }

  @Test
  void sourcesAndOffersOfAStrangerLeaveRoomAndStayBounded() {
    FloodGraph graph = row(FloodPruneConfig.DEFAULT.withBounds(8, 100, 10, 100));
    Stranger stranger = greeted(graph, "many");
    for (int i = 0; i < 5_000; i++) {
      stranger.say(new FloodMessage.Route(source(i), 1, 1, false));
      Group group = new Group(Endpoint.ofIpv4(0xef000000 + i, 1), "offer " + i);
      stranger.say(new FloodMessage.Announcement(source(1), 1, false, group));
      if (i % 100 == 99) {
        graph.runMillis(200);
      }
    }
    assertNull(stranger.end);
    for (int i = 0; i < 3; i++) {
      assertTrue(graph.meter(i, "sources.now") <= 100, "sources");
      assertTrue(graph.meter(i, "announcements.now") <= 75, "offers");
    }
    assertTrue(graph.meter(1, "state.refused") > 9_000);
    // The own offers of others still find room.
    List<Group> found = new ArrayList<>();
    graph.multicast(2).discover(found::add);
    graph.multicast(0).announce(FloodGraph.GROUP);
    graph.run(SECOND);
    assertTrue(found.contains(FloodGraph.GROUP));
  }

  /** Who claims to know a later round draws messages until the source hears of it. */
  @Test
  void theSourceOutbidsAForgedRound() {
    FloodGraph graph = row(FloodPruneConfig.DEFAULT);
    Member member = graph.join(2);
    graph.run(SECOND);
    graph.send(0, 1);
    graph.run(SECOND);
    Stranger stranger = greeted(graph, "liar");
    SourceId truth =
        ((FloodMessage.Route)
                stranger.heard.stream()
                    .filter(FloodMessage.Route.class::isInstance)
                    .findFirst()
                    .orElseThrow())
            .source();
    stranger.say(new FloodMessage.Route(truth, 1_000, 0, false));
    graph.run(Duration.ofSeconds(3));
    for (int i = 2; i <= 11; i++) {
      graph.send(0, i);
      graph.run(SECOND);
    }
    assertEquals(11, member.distinct());
    assertEquals(0, member.duplicates());
  }

  @Test
  void whoSaysNothingOrNonsenseIsCutOff() {
    FloodGraph graph = row(FloodPruneConfig.DEFAULT);
    Stranger silent = new Stranger(graph, 1, "silent");
    Stranger early = new Stranger(graph, 1, "early");
    early.say(new FloodMessage.KeepAlive());
    Stranger nonsense = greeted(graph, "nonsense");
    nonsense.link.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes()));
    Stranger twice = greeted(graph, "twice");
    twice.say(new FloodMessage.Hello(5, 5));
    graph.run(SECOND);
    assertEquals(Reason.RESET, early.end);
    assertEquals(Reason.RESET, twice.end);
    graph.run(Duration.ofSeconds(40));
    assertEquals(Reason.RESET, silent.end);
    assertTrue(nonsense.end != null, "a frame that never ends");
    assertEquals(2, graph.router(1).neighbours().size());
  }
}

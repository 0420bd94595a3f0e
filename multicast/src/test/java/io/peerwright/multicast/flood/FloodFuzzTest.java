package io.peerwright.multicast.flood;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What neighbours say, damaged: each message, and conversations of three with a router. */
class FloodFuzzTest extends FuzzContract {

  private static final FloodPruneConfig SMALL = FloodPruneConfig.DEFAULT.withBounds(4, 3, 2, 5);

  @Override
  protected List<FuzzTarget> targets() {
    List<byte[]> samples = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (FloodMessage each : FloodCodecTest.messages()) {
      ByteBuffer frame = FloodCodec.encode(each);
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      samples.add(bytes);
      all.write(samples.size() % 3);
      all.writeBytes(bytes);
    }
    return List.of(
        new FuzzTarget("flood-frames", FloodCodecTest::roundTrip, samples),
        new FuzzTarget("flood-router", FloodFuzzTest::talk, List.of(all.toByteArray()))
            .conversation());
  }

  /** A neighbour that listens. */
  private record Listener(int number) implements Neighbour {
    @Override
    public void send(FloodMessage message) {
      FloodCodec.encode(message);
    }

    @Override
    public boolean pass(ByteBuffer frame) {
      return frame.hasRemaining();
    }
  }

  /** Before each frame a byte says who of three speaks, or that one goes, or that time passes. */
  private static void talk(byte[] input) {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT);
    Host host = sim.newHost("router", null, null);
    FloodRouter.Local local =
        new FloodRouter.Local() {
          @Override
          public boolean wants(Endpoint group, Endpoint source) {
            return group.ipv4() % 2 == 0;
          }

          @Override
          public void deliver(Endpoint group, Endpoint source, ByteBuffer payload) {}
        };
    SourceId self = new SourceId(Endpoint.parse("10.0.0.99:1"), 1);
    FloodRouter router =
        new FloodRouter(
            host.loop(), host.loop().random("test"), SMALL, new FloodCounters(), self, local);
    List<Neighbour> three = List.of(new Listener(0), new Listener(1), new Listener(2));
    three.forEach(router::add);
    router.send(FloodCodecTest.GROUP, ByteBuffer.allocate(9));
    FrameBuffer frames = new FrameBuffer(FloodCodec.FRAMING, 70_000);
    ByteBuffer data = ByteBuffer.wrap(input);
    while (data.hasRemaining() && frames.failure() == null) {
      int who = data.get() & 7;
      Neighbour from = three.get(who % 3);
      ByteBuffer frame = frames.next(data);
      FloodMessage message = frame == null ? null : FloodCodec.decode(frame);
      if (message != null) {
        router.receive(from, message);
      }
      if (who == 6) {
        router.remove(from);
        router.add(from);
      }
      if (who == 7) {
        sim.runFor(Duration.ofSeconds(20));
        router.sweep();
      }
    }
    assertTrue(router.sources() <= 4, "more sources than there is room for");
    router.end();
    sim.close();
  }
}

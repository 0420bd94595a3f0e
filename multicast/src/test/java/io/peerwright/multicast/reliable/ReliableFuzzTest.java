package io.peerwright.multicast.reliable;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams of strangers: nothing throws, little is answered. */
class ReliableFuzzTest {

  private static final int INPUTS = 100_000;

  enum Kind {
    RELIABLE,
    LIVE
  }

  private static final class Answers implements GroupOutput {
    long bytes;
    final List<byte[]> samples = new ArrayList<>();

    @Override
    public SendResult toGroup(ByteBuffer datagram) {
      return count(datagram);
    }

    @Override
    public SendResult toMember(Endpoint member, ByteBuffer datagram) {
      return count(datagram);
    }

    private SendResult count(ByteBuffer datagram) {
      bytes += datagram.remaining();
      if (samples.size() < 64) {
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(datagram.position(), copy);
        samples.add(copy);
      }
      return SendResult.ACCEPTED;
    }
  }

  @ParameterizedTest
  @EnumSource
  void damagedDatagramsHarmNothing(Kind kind) {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host host = sim.newHost("host", null, null);
    Answers answers = new Answers();
    ReliableSettings settings =
        kind == Kind.LIVE ? ReliableSettings.DEFAULT.live() : ReliableSettings.DEFAULT;
    long[] heard = new long[1];
    ReliableListener listener =
        new ReliableListener() {
          @Override
          public void onMessage(Endpoint source, ByteBuffer message) {
            heard[0]++;
          }

          @Override
          public void onLost(Endpoint source, long datagrams) {}
        };
    ReliableGroup group = new ReliableGroup(host.loop(), answers, settings, listener);
    group.join();
    for (int i = 0; i < 50; i++) {
      group.send(ByteBuffer.allocate(20 + i));
      sim.runFor(Duration.ofMillis(1));
    }
    Random random = new Random(7);
    long in = 0;
    long began = sim.now().toNanos();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = damaged(answers.samples, random);
      in += input.length;
      group.onDatagram(Endpoint.ofIpv4(random.nextInt(4), 9), ByteBuffer.wrap(input));
      if (i % 100 == 0) {
        sim.runFor(Duration.ofMillis(10));
      }
    }
    long seconds = (sim.now().toNanos() - began) / 1_000_000_000L + 1;
    assertTrue(heard[0] > 100, "nothing got through, so this shows nothing: " + heard[0]);
    assertTrue(answers.bytes < in * 4 + seconds * (1 << 22), answers.bytes + " for " + in);
    assertTrue(group.sources() <= settings.mostSources());
  }

  /** A datagram of ours with some bytes changed, cut or added; or of chance alone. */
  private static byte[] damaged(List<byte[]> samples, Random random) {
    byte[] base = samples.get(random.nextInt(samples.size())).clone();
    for (int i = random.nextInt(3); i > 0 && base.length > 0; i--) {
      base[random.nextInt(base.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0
        ? java.util.Arrays.copyOf(base, random.nextInt(base.length + 20))
        : base;
  }
}

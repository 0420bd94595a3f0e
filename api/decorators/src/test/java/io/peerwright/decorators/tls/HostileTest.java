package io.peerwright.decorators.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.decorators.Sink;
import io.peerwright.decorators.Source;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of those who break in. */
class HostileTest extends TlsWorld {

  private final List<Byte> heard = new ArrayList<>();

  /** A machine in the middle that passes bytes on, and what it does to them. */
  private static final class Middle implements LinkHandler {
    private final List<ByteBuffer> waiting = new ArrayList<>();
    private final long honestBytes;
    private final boolean cuts;
    private Link own;
    private Middle other;
    private long passed;

    Middle(long honestBytes, boolean cuts) {
      this.honestBytes = honestBytes;
      this.cuts = cuts;
    }

    @Override
    public void onOpen(Link link) {
      own = link;
      link.request(Link.UNLIMITED);
      waiting.forEach(link::write);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
      long before = passed;
      passed += copy.remaining();
      if (before <= honestBytes && passed > honestBytes) {
        if (cuts) {
          other.own.closeOutput();
          return;
        }
        int at = (int) (honestBytes - before);
        copy.put(at, (byte) (copy.get(at) ^ 1));
      }
      if (passed > honestBytes && cuts) {
        return;
      }
      if (other.own == null) {
        other.waiting.add(copy);
      } else {
        other.own.write(copy);
      }
    }

    @Override
    public void onWritable(Link link) {}

    @Override
    public void onInputClosed(Link link) {
      other.own.closeOutput();
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      if (other.own != null) {
        other.own.close();
      }
    }
  }

  private Source exchangeThrough(long honestBytes, boolean cuts) {
    sink = Sink.at(host("server", PEER), SERVER);
    Host middle = simulation.newHost("middle", null, null);
    Endpoint at = middle.listenAddress().withPort(8);
    SocketOptions large = SocketOptions.DEFAULT.withSendBufferBytes(1 << 20);
    middle
        .transport()
        .listen(
            at,
            large,
            link -> {
              Middle near = new Middle(honestBytes, cuts);
              Middle far = new Middle(Long.MAX_VALUE, false);
              near.other = far;
              far.other = near;
              middle.transport().connect(SERVER, large, far);
              return near;
            });
    return send(host("client", PEER), at);
  }

  @Test
  void someoneWhoPassesBytesOnHarmsNobody() {
    assertExchanged(exchangeThrough(Long.MAX_VALUE, false));
  }

  @Test
  void aStreamThatIsCutOffDoesNotEndInOrder() {
    exchangeThrough(100_000, true);
    Sink.Stream stream = sink.streams().get(0);
    assertEquals(Reason.RESET, stream.closed);
    assertEquals(0, stream.endedAt, "the end was told");
    assertTrue(stream.intact && stream.bytes > 50_000 && stream.bytes < 100_000);
  }

  @Test
  void aStreamThatIsChangedEnds() {
    exchangeThrough(100_000, false);
    Sink.Stream stream = sink.streams().get(0);
    assertEquals(Reason.PROTOCOL, stream.closed);
    assertEquals(0, stream.endedAt, "the end was told");
    assertTrue(stream.intact && stream.bytes > 50_000 && stream.bytes < 100_000);
  }

  /** Neither a program that speaks something else nor a hostile one gets to see a handler. */
  @Test
  void nonsenseIsTurnedDown() {
    sink = Sink.at(host("server", PEER), SERVER);
    Host plain = simulation.newHost("plain", null, null);
    Random random = new Random(1);
    int rounds = 500;
    for (int i = 0; i < rounds; i++) {
      byte[] nonsense = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(nonsense);
      if (i % 2 == 0) {
        // The header of a handshake record.
        System.arraycopy(new byte[] {22, 3, 1}, 0, nonsense, 0, Math.min(3, nonsense.length));
      }
      plain
          .transport()
          .connect(
              SERVER,
              SocketOptions.DEFAULT,
              new LinkHandler() {
                @Override
                public void onOpen(Link link) {
                  link.request(Link.UNLIMITED);
                  link.write(ByteBuffer.wrap(nonsense));
                }

                @Override
                public void onData(Link link, ByteBuffer data) {
                  heard.add(data.get());
                }

                @Override
                public void onClosed(Link link, Reason reason) {}
              });
    }
    simulation.runFor(Duration.ofMinutes(1));
    assertEquals(rounds, sink.streams().size());
    for (Sink.Stream stream : sink.streams()) {
      assertEquals(0, stream.openedAt);
      assertTrue(stream.closed == Reason.PROTOCOL || stream.closed == Reason.TIMEOUT);
    }
    // What the plain side heard, if anything, is alerts.
    assertTrue(heard.stream().allMatch(first -> first == 21));
  }
}

package io.peerwright.overlay.gnutella.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is a message, and what is not. */
class ServentDatagramsTest {

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
  private final DatagramCounters counters = new DatagramCounters();
  private int got;

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void aDatagramIsOneMessageNoMoreAndNoLess() {
    Host host = simulation.newHost("host", null, null);
    ServentDatagrams datagrams =
        new ServentDatagrams((from, guid, hops, message) -> got++, counters);
    Endpoint at = host.listenAddress().withPort(6346);
    datagrams.open(host.transport(), at);
    Host stranger = simulation.newHost("stranger", null, null);
    Datagrams socket =
        stranger
            .transport()
            .bind(
                stranger.listenAddress().withPort(1),
                SocketOptions.DEFAULT,
                (DatagramHandler) (by, from, data) -> {});
    simulation.runFor(Duration.ofSeconds(1));
    ByteBuffer pong = Messages.encode(new Guid(1, 2), 1, 0, new Pong(at, 1, 2, Ggep.EMPTY));
    byte[] whole = Arrays.copyOf(pong.array(), pong.remaining());
    byte[] flagged = whole.clone();
    flagged[Header.BYTES - 1] = (byte) 0x80;
    for (byte[] each :
        new byte[][] {
          whole,
          Arrays.copyOf(whole, whole.length + 1),
          Arrays.copyOf(whole, whole.length - 1),
          Arrays.copyOf(whole, Header.BYTES - 1),
          {},
          flagged
        }) {
      socket.send(at, ByteBuffer.wrap(each));
    }
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(1, got);
    assertEquals(1, counters.received);
    assertEquals(5, counters.malformed);
    datagrams.close();
    socket.send(at, ByteBuffer.wrap(whole));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(1, got);
  }
}

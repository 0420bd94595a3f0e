package io.peerwright.kit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitedAcceptorTest {

  private static final Endpoint AT = Endpoint.parse("10.9.0.1:80");

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
  private final Host server = simulation.newHost("server", AT, null);
  private final Host client = simulation.newHost("client", null, null);
  private final ConnectionLimits places = new ConnectionLimits(10, 2, 0);
  private boolean refusing;
  private int taken;
  private int open;
  private int listening;
  private int stopped;
  private final LimitedAcceptor acceptor =
      new LimitedAcceptor(
          server.loop(),
          places,
          new LimitedAcceptor.Owner() {
            @Override
            public void onListening(Endpoint bound) {
              listening++;
            }

            @Override
            public @Nullable LinkHandler onLink(Link link, ConnectionLimits.Place place) {
              place.useful(server.loop().nanoTime());
              taken++;
              return refusing ? null : new Served(place);
            }

            @Override
            public void onStopped(Reason reason) {
              stopped++;
            }
          });

  @AfterEach
  void close() {
    simulation.close();
  }

  private static class Quiet implements LinkHandler {
    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static final class Served extends Quiet {
    private final ConnectionLimits.Place place;

    Served(ConnectionLimits.Place place) {
      this.place = place;
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      place.release();
    }
  }

  private void connect(int times) {
    for (int i = 0; i < times; i++) {
      client
          .transport()
          .connect(
              AT,
              SocketOptions.DEFAULT,
              new Quiet() {
                private boolean opened;

                @Override
                public void onOpen(Link link) {
                  opened = true;
                  open++;
                  link.request(1);
                }

                @Override
                public void onClosed(Link link, Reason reason) {
                  open -= opened ? 1 : 0;
                }
              });
    }
    simulation.runFor(Duration.ofSeconds(1));
  }

  @Test
  void oneAddressHasItsPlacesAndGivesThemBack() {
    server.transport().listen(AT, SocketOptions.DEFAULT, acceptor);
    connect(5);
    assertEquals(1, listening);
    assertEquals(2, taken);
    assertEquals(2, open);
    assertEquals(2, places.links());
  }

  @Test
  void whoIsSentAwayHoldsNoPlace() {
    server.transport().listen(AT, SocketOptions.DEFAULT, acceptor);
    refusing = true;
    connect(5);
    assertEquals(5, taken);
    assertEquals(0, places.links());
  }

  @Test
  void nothingIsTakenOnceItIsClosed() {
    Handle listener = server.transport().listen(AT, SocketOptions.DEFAULT, acceptor);
    acceptor.close();
    connect(2);
    assertEquals(0, listening);
    assertEquals(0, taken);
    listener.close();
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(1, stopped);
  }
}

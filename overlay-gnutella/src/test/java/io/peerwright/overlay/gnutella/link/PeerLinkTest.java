package io.peerwright.overlay.gnutella.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.overlay.gnutella.handshake.Admission;
import io.peerwright.overlay.gnutella.handshake.Handshake;
import io.peerwright.overlay.gnutella.handshake.Offer;
import io.peerwright.overlay.gnutella.handshake.Outcome;
import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.wire.Octets;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links between simulated hosts, and with strangers. */
class PeerLinkTest {

  private static final int PORT = 6346;

  private final Simulation simulation =
      Simulation.create(
              InMemoryConfig.DEFAULT
                  .withPoison()
                  .withNetwork(NetworkModel.DEFAULT.withSegments(700, true)))
          .strict();

  @AfterEach
  void close() {
    simulation.close();
  }

  /** An end of links, which remembers what happens. */
  private static final class End implements LinkOwner, Handshake.Servent, LinkAcceptor {
    final Host host;
    final Turn turn;
    final boolean deflate;
    final List<Long> marks = new ArrayList<>();
    final List<Reason> gone = new ArrayList<>();
    final List<Outcome.Refused> refused = new ArrayList<>();
    PeerLink link;
    boolean linked;

    End(Host host, boolean deflate) {
      this.host = host;
      this.deflate = deflate;
      turn = new Turn(host.loop());
    }

    void dial(Endpoint to) {
      link = new PeerLink(this, turn, to, true);
      link.opening(host.transport().connect(to, SocketOptions.DEFAULT, link));
    }

    void listen() {
      host.transport().listen(host.listenAddress().withPort(PORT), SocketOptions.DEFAULT, this);
    }

    @Override
    public LinkHandler onAccept(Link accepted) {
      link = new PeerLink(this, turn, accepted.remote(), false);
      return link;
    }

    @Override
    public Handshake.Servent servent() {
      return this;
    }

    @Override
    public void onLinked(PeerLink at, Outcome.Linked how) {
      linked = true;
    }

    @Override
    public void onRefused(PeerLink at, Outcome.Refused why) {
      refused.add(why);
    }

    @Override
    public void onMessage(PeerLink from, ByteBuffer data, int at, int length) {
      assertEquals(length, Header.BYTES + Header.payloadLength(data, at));
      marks.add(Header.guidHigh(data, at));
    }

    @Override
    public void onSent(int type, int length) {
      // The other end tells what has come.
    }

    @Override
    public void onGone(PeerLink at, Reason reason) {
      gone.add(reason);
    }

    @Override
    public Admission admission(Endpoint remote) {
      return new Admission(Tier.ULTRAPEER, Role.ULTRAPEER, 5, 5, true);
    }

    @Override
    public boolean canBeLeaf() {
      return false;
    }

    @Override
    public Offer offer() {
      return new Offer("Test/1", null, null, 5, 4, false, false, TlsUse.OFF, deflate);
    }

    @Override
    public @Nullable String obstacle(@Nullable Guid theirs, boolean dialled, PeerTraits traits) {
      return null;
    }

    @Override
    public List<Endpoint> ultrapeers(Endpoint forWhom, boolean leaf) {
      return List.of();
    }
  }

  private static Endpoint of(End end) {
    return end.host.listenAddress().withPort(PORT);
  }

  private End end(String name, boolean deflate) {
    return new End(simulation.newHost(name, null, null), deflate);
  }

  private void pass(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  private static Query query(int bytes) {
    return Query.of(0, "x".repeat(bytes), Octets.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messagesPassInBothDirections(boolean deflate) {
    End a = end("a", deflate);
    End b = end("b", deflate);
    b.listen();
    a.dial(of(b));
    pass(2);
    assertTrue(a.linked && b.linked);
    for (int i = 0; i < 500; i++) {
      a.link.send(new Guid(i, 0), 1, query(i * 7 % 3_000));
      b.link.send(new Guid(i, 0), 1, query(i % 5));
      a.turn.end();
      b.turn.end();
      simulation.runFor(Duration.ofMillis(50));
    }
    pass(5);
    assertEquals(500, a.marks.size());
    assertEquals(500, b.marks.size());
    for (int i = 0; i < 500; i++) {
      assertEquals(i, b.marks.get(i));
    }
    a.link.bye(200, "done");
    pass(5);
    assertEquals(501, b.marks.size());
    assertEquals(1, a.gone.size());
    assertEquals(1, b.gone.size());
  }

  @Test
  void aFewCompressedMessagesArriveSoon() {
    End a = end("a", true);
    End b = end("b", true);
    b.listen();
    a.dial(of(b));
    pass(2);
    a.link.send(new Guid(1, 0), 1, query(3));
    a.turn.end();
    pass(1);
    assertEquals(List.of(1L), b.marks);
  }

  /** A stranger that shakes hands by hand, and then sends what it likes. */
  private End stranger(boolean deflated, byte[] afterwards, int times) {
    End b = end("b", deflated);
    b.listen();
    Host host = simulation.newHost("stranger", null, null);
    String call = "GNUTELLA CONNECT/0.6\r\nX-Ultrapeer: True\r\nUser-Agent: x\r\n\r\n";
    String last =
        "GNUTELLA/0.6 200 OK\r\n" + (deflated ? "Content-Encoding: deflate\r\n" : "") + "\r\n";
    host.transport()
        .connect(
            of(b),
            SocketOptions.DEFAULT,
            new LinkHandler() {
              private final ByteBuffer out = bytes();
              private boolean answered;

              private ByteBuffer bytes() {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.writeBytes(last.getBytes(StandardCharsets.ISO_8859_1));
                for (int i = 0; i < times; i++) {
                  all.writeBytes(afterwards);
                }
                return ByteBuffer.wrap(all.toByteArray());
              }

              @Override
              public void onOpen(Link link) {
                link.request(Link.UNLIMITED);
                link.write(ByteBuffer.wrap(call.getBytes(StandardCharsets.ISO_8859_1)));
              }

              @Override
              public void onData(Link link, ByteBuffer data) {
                if (!answered) {
                  answered = true;
                  link.write(out);
                }
              }

              @Override
              public void onWritable(Link link) {
                link.write(out);
              }

              @Override
              public void onClosed(Link link, Reason reason) {}
            });
    pass(30);
    return b;
  }

  @Test
  void aWrongLengthEndsTheLink() {
    ByteBuffer header = ByteBuffer.allocate(Header.BYTES + 100);
    Header.write(header, 1, 1, 0x80, 1, 0, 100);
    header.put(Header.BYTES - 1, (byte) 1);
    End b = stranger(false, header.array(), 3);
    assertTrue(b.linked);
    assertEquals(List.of(), b.marks);
    assertEquals(List.of(Reason.LIMIT), b.gone);
  }

  @Test
  void aBombEndsTheLinkEarly() {
    Deflater deflater = new Deflater(9);
    ByteBuffer message = ByteBuffer.allocate(Header.BYTES + 60_000);
    Header.write(message, 0, 0, 0x80, 0, 0, 60_000);
    byte[] many = new byte[100 * message.capacity()];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(message.array(), 0, many, i * message.capacity(), message.capacity());
    }
    deflater.setInput(many);
    deflater.finish();
    byte[] packed = new byte[200_000];
    int length = deflater.deflate(packed);
    deflater.end();
    End b = stranger(true, java.util.Arrays.copyOf(packed, length), 1);
    assertEquals(List.of(Reason.LIMIT), b.gone);
    assertTrue(b.marks.size() < 10, () -> b.marks.size() + " messages were read");
  }

  @Test
  void whatIsNoCompressedStreamEndsTheLink() {
    End b = stranger(true, new byte[] {1, 2, 3, 4}, 10);
    assertEquals(List.of(Reason.PROTOCOL), b.gone);
  }

  @Test
  void whoSaysNothingIsCutOff() {
    End b = end("b", false);
    b.listen();
    Host host = simulation.newHost("silent", null, null);
    host.transport()
        .connect(
            of(b),
            SocketOptions.DEFAULT,
            new LinkHandler() {
              @Override
              public void onData(Link link, ByteBuffer data) {}

              @Override
              public void onClosed(Link link, Reason reason) {}
            });
    pass(19);
    assertEquals(List.of(), b.gone);
    pass(3);
    assertEquals(List.of(Reason.TIMEOUT), b.gone);
    assertFalse(b.linked);
  }
}

package io.peerwright.overlay.bittorrent.tracker;

import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.SWARM;
import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.query;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What strangers may try at the TCP port; it costs no other client its answer. */
class HostileClientTest {

  private final TrackerLab lab =
      new TrackerLab("maxConnections", 50, "maxConnectionsPerAddress", 10);

  private void anHonestPeerIsAnswered() throws BencodeException {
    long interval =
        lab.ask(lab.newHost(), "/announce?" + query(SWARM, 6881, "&left=5")).integer("interval");
    assertTrue(interval >= 1800);
  }

  /** Says this much, then a byte each second. */
  private final class Slow implements LinkHandler {
    private final String start;
    private final Link link;
    @Nullable Reason closed;

    Slow(Host host, String start) {
      this.start = start;
      link = host.transport().connect(TrackerLab.TRACKER, SocketOptions.DEFAULT, this);
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onOpen(Link opened) {
      say(start);
    }

    void say(String text) {
      link.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    @Override
    public void onData(Link from, ByteBuffer data) {}

    @Override
    public void onClosed(Link ended, Reason reason) {
      closed = reason;
    }
  }

  @Test
  void slowRequestsFromEverywhereShutNobodyOut() throws BencodeException {
    List<Slow> slow = new ArrayList<>();
    for (int second = 0; second < 30; second++) {
      for (int i = 0; i < 20; i++) {
        slow.add(new Slow(lab.newHost(), "GET /announce?"));
      }
      slow.forEach(each -> each.say("x"));
      lab.run(1);
      assertTrue(lab.meter("tracker.connections.now") <= 50);
      if (second % 5 == 4) {
        anHonestPeerIsAnswered();
      }
    }
    lab.run(15);
    assertEquals(0, lab.meter("tracker.connections.now"));
    assertTrue(slow.stream().allMatch(each -> each.closed != null));
    anHonestPeerIsAnswered();
  }

  @Test
  void oneAddressCannotHoldAllConnections() throws BencodeException {
    Host greedy = lab.newHost();
    for (int i = 0; i < 200; i++) {
      new Slow(greedy, "GET /");
    }
    lab.run(2);
    assertEquals(10, lab.meter("tracker.connections.now"));
    anHonestPeerIsAnswered();
  }

  /** A quarter of the memory is for connections and what has come by them. */
  @Test
  void requestsWithoutAnEndTakeNoMoreMemoryThanThereIs() throws BencodeException {
    TrackerLab small = new TrackerLab("maxMemoryMebibytes", 1);
    for (int i = 0; i < 60; i++) {
      Host host = small.newHost();
      new Slow(host, "GET /announce?" + "x".repeat(12_000));
      small.simulation.runFor(Duration.ofMillis(20));
      assertTrue(small.meter("tracker.memory.bytes") <= 1 << 18);
    }
    assertTrue(small.meter("tracker.turned.away") >= 28);
    String target = "/announce?" + query(SWARM, 6881, "&left=5");
    assertEquals(1, small.ask(small.newHost(), target).integer("incomplete"));
  }

  /** 768 KiB for peers and swarms, a half for each family, of which two thirds are for peers. */
  @Test
  void peersAreOnlyAsManyAsThereIsMemoryFor() {
    TrackerLab small = new TrackerLab("maxMemoryMebibytes", 1, "maxRequestsPerSecond", 1_000_000);
    for (int i = 0; i < 3; i++) {
      Host host = small.newHost();
      for (int port = 1; port <= 1_000; port++) {
        small.ask(host, "/announce?" + query(SWARM, port, "&left=5&numwant=0"));
      }
    }
    assertEquals(2_730, small.meter("tracker.peers.now"));
  }

  @Test
  void aFloodOfRequestsOfOneAddressIsRefusedInWords() throws BencodeException {
    TrackerLab strict = new TrackerLab("maxRequestsPerSecond", 5);
    Host flood = strict.newHost();
    String target = "/announce?" + query(SWARM, 6881, "&left=5");
    StringBuilder requests = new StringBuilder();
    StringBuilder heard = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      requests.append("GET ").append(target).append(" HTTP/1.1\r\n\r\n");
    }
    Link link =
        flood
            .transport()
            .connect(
                TrackerLab.TRACKER,
                SocketOptions.DEFAULT,
                new LinkHandler() {
                  @Override
                  public void onOpen(Link opened) {
                    opened.write(ByteBuffer.wrap(requests.toString().getBytes(ISO_8859_1)));
                  }

                  @Override
                  public void onData(Link from, ByteBuffer data) {
                    heard.append(ISO_8859_1.decode(data));
                  }

                  @Override
                  public void onClosed(Link ended, Reason reason) {}
                });
    link.request(Link.UNLIMITED);
    strict.simulation.runFor(Duration.ofMillis(900));
    assertTrue(strict.meter("tracker.announces.http") <= 10);
    assertTrue(strict.meter("tracker.toomany") >= 80);
    assertTrue(heard.toString().contains("35:too many requests from your address"));
    assertEquals(1, strict.ask(strict.newHost(), target).string("peers").length() / 6);
  }

  @Test
  void nonsenseOfAllKindsIsCutOff() throws BencodeException {
    Random random = new Random(77);
    String good = "GET /announce?" + query(SWARM, 6881, "&left=5") + " HTTP/1.1\r\nHost: x\r\n\r\n";
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = good.getBytes(ISO_8859_1);
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      new Slow(lab.newHost(), new String(bytes, ISO_8859_1));
      if (i % 40 == 39) {
        lab.run(1);
      }
    }
    lab.run(15);
    assertEquals(0, lab.meter("tracker.connections.now"));
    anHonestPeerIsAnswered();
  }
}

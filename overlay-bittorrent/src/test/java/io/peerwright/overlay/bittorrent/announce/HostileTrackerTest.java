package io.peerwright.overlay.bittorrent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.bittorrent.announce.AnnounceLab.Torrent;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What trackers may answer; it costs the torrent a message at most. */
class HostileTrackerTest {

  private static final AnnounceQuestion ANNOUNCE =
      new AnnounceQuestion(
          new byte[20],
          new byte[20],
          6881,
          Event.NONE,
          new PeerSource.Figures(0, 0, 0),
          50,
          7,
          null);

  private final AnnounceLab lab = new AnnounceLab();

  private static AnnounceResult read(String text) throws BencodeException {
    return ANNOUNCE.read(BReader.readDict(text.getBytes(ISO_8859_1), BReader.Limits.MESSAGE));
  }

  @Test
  void answersOfAllFormsAreRead() throws BencodeException {
    AnnounceResult compact =
        read(
            "d8:intervali900e5:peers12:\1\2\3\4\0\5\0\0\0\0\0\5"
                + "6:peers618:"
                + "a".repeat(18)
                + "e");
    assertEquals(900, compact.intervalSeconds());
    assertEquals(60, compact.minIntervalSeconds());
    assertEquals(-1, compact.seeds());
    assertEquals("1.2.3.4:5", compact.peers().get(0).toString());
    assertEquals(2, compact.peers().size());
    AnnounceResult dictionaries =
        read(
            "d8:completei3e8:intervali1e5:peersl"
                + "d2:ip7:1.2.3.44:porti5ee"
                + "d2:ip3:::14:porti6e7:peer id20:aaaaaaaaaaaaaaaaaaaae"
                + "d2:ip12:peer.example4:porti7ee"
                + "d2:ip7:1.2.3.44:porti70000ee"
                + "d2:ip9:224.0.0.14:porti7eei5ee"
                + "10:tracker id2:\0\1"
                + "5:other1:xe");
    assertEquals(
        List.of(Endpoint.parse("1.2.3.4:5"), Endpoint.parse("[::1]:6")), dictionaries.peers());
    assertEquals(60, dictionaries.intervalSeconds());
    assertEquals(3, dictionaries.seeds());
    assertEquals(86_400, read("d8:intervali999999999999ee").intervalSeconds());
    assertEquals(1800, read("de").intervalSeconds());
    assertEquals("1.2.3.4:0", String.valueOf(read("d11:external ip4:\1\2\3\4e").outside()));
    assertEquals("bad\\n\\u001b[2J", read("d15:warning message8:bad\n\33[2Je").warning());
    assertEquals(List.of(), read("d5:peers5:aaaaae").peers());
    assertEquals(List.of("peer.example:7"), dictionaries.names());
    assertThrows(BencodeException.class, () -> read("le"));
  }

  /** What is read is what is there, by a plain model; what is refused is counted for itself. */
  @Test
  void damagedAnswersAreReadOrRefused() throws BencodeException {
    byte[] good =
        ("d8:completei3e10:incompletei4e8:intervali900e12:min intervali60e5:peers12:"
                + "\1\2\3\4\0\5\1\2\3\4\0\5"
                + "6:peers618:aaaaaaaaaaaaaaaaaa10:tracker id3:abce")
            .getBytes(ISO_8859_1);
    AnnounceResult whole = ANNOUNCE.read(BReader.readDict(good, BReader.Limits.MESSAGE));
    assertEquals(3, whole.peers().size());
    Random random = new Random(5);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = good.clone();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        AnnounceResult result = ANNOUNCE.read(BReader.readDict(bytes, BReader.Limits.MESSAGE));
        assertTrue(result.intervalSeconds() >= 60 && result.intervalSeconds() <= 86_400);
        assertTrue(result.minIntervalSeconds() <= result.intervalSeconds());
        assertTrue(result.peers().size() <= 3, result::toString);
        assertTrue(result.peers().stream().allMatch(HostileTrackerTest::isPossible));
        if (Arrays.equals(bytes, good)) {
          assertEquals(whole.peers(), result.peers());
        }
        read++;
      } catch (BencodeException e) {
        assertFalse(Arrays.equals(bytes, good), e::getMessage);
        refused++;
      }
    }
    assertTrue(read > 80_000, "read: " + read);
    assertTrue(refused > 40_000, "refused: " + refused);
  }

  private static boolean isPossible(Endpoint peer) {
    return peer.port() != 0 && !peer.isAnyLocal() && !peer.isMulticast();
  }

  @Test
  void packetsOfAnyBytesAreReadAsTheyAre() {
    ScrapeQuestion scrape = new ScrapeQuestion(List.of(new Id20(1, 2, 3), new Id20(3, 2, 1)));
    Random random = new Random(6);
    int told = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(81)];
      random.nextBytes(bytes);
      boolean ipv6 = random.nextBoolean();
      int addressBytes = ipv6 ? 16 : 4;
      List<Endpoint> peers = new ArrayList<>();
      for (int at = 12; at + addressBytes + 2 <= bytes.length; at += addressBytes + 2) {
        int port = ByteBuffer.wrap(bytes).getShort(at + addressBytes) & 0xffff;
        Endpoint peer = Endpoint.of(Arrays.copyOfRange(bytes, at, at + addressBytes), port);
        peers.addAll(isPossible(peer) ? List.of(peer) : List.of());
      }
      try {
        assertEquals(peers, ANNOUNCE.read(ByteBuffer.wrap(bytes), ipv6).peers());
        assertTrue(bytes.length >= 12);
        told += peers.size();
      } catch (BencodeException e) {
        assertTrue(bytes.length < 12, e::getMessage);
      }
      try {
        SwarmCounts second = scrape.read(ByteBuffer.wrap(bytes), false).get(1);
        assertEquals(Math.max(0, ByteBuffer.wrap(bytes).getInt(12)), second.seeds());
      } catch (BencodeException e) {
        assertTrue(bytes.length < 24, e::getMessage);
      }
    }
    assertTrue(told > 100_000, "peers told: " + told);
  }

  @Test
  void endlessAnswersAreCutOff() {
    assertFailure("longer than 1048576 bytes", "HTTP/1.1 200 OK\r\n\r\n", true);
    assertFailure("broke off", "HTTP/1.1 200 OK\r\n", true);
    assertFailure("not a status line", "I am no web server\r\n\r\n", false);
    assertFailure("status 404", "HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\nNope", false);
    assertFailure("not spoken here", "HTTP/1.1 302 No\r\nLocation: ftp://x/\r\n\r\n", false);
    assertFailure("nowhere", "HTTP/1.1 302 No\r\nLocation: http://\r\n\r\n", false);
    assertFailure("more than 5 times", "HTTP/1.1 302 No\r\nLocation: /a\r\n\r\n", false);
  }

  private void assertFailure(String words, String answer, boolean goesOn) {
    Host host = lab.newHost();
    Endpoint address = host.listenAddress().withPort(80);
    host.transport().listen(address, SocketOptions.DEFAULT, link -> new Talker(answer, goesOn));
    Torrent torrent = lab.torrent(List.of(List.of("http://" + address + "/announce")));
    torrent.start();
    lab.run(10);
    String all = String.join("\n", torrent.statuses);
    assertTrue(all.contains(words) || goesOn && all.contains("header of more"), all);
    torrent.stop();
    lab.run(10);
  }

  /** Says one thing, and then perhaps zeros without end. */
  private static final class Talker implements LinkHandler {
    private final ByteBuffer answer;
    private final boolean goesOn;

    Talker(String answer, boolean goesOn) {
      this.answer = ByteBuffer.wrap(answer.getBytes(ISO_8859_1));
      this.goesOn = goesOn;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      link.write(answer.duplicate());
      if (goesOn) {
        onWritable(link);
      } else {
        link.close();
      }
    }

    @Override
    public void onWritable(Link link) {
      byte[] more = new byte[4096];
      Arrays.fill(more, (byte) 'x');
      ByteBuffer bytes = ByteBuffer.wrap(more);
      while (!bytes.hasRemaining() || link.write(bytes) > 0) {
        bytes.rewind();
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  @Test
  void whoAnswersConnectsOnlyIsGivenUp() {
    Host host = lab.newHost();
    List<Integer> actions = new ArrayList<>();
    DatagramHandler handler =
        new DatagramHandler() {
          @Override
          public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
            actions.add(data.getInt(data.position() + 8));
            ByteBuffer answer =
                ByteBuffer.allocate(16).putInt(0).putInt(data.getInt(data.position() + 12));
            socket.send(from, answer.putLong(5).flip());
          }
        };
    Endpoint address = host.listenAddress().withPort(80);
    host.transport().bind(address, SocketOptions.DEFAULT, handler);
    Torrent torrent = lab.torrent(List.of(List.of("udp://" + address)));
    torrent.start();
    lab.run(10);
    assertEquals(List.of(0, 1), actions);
    lab.run(211);
    // Sent after 0, 15, 45 and 105 s; before the last one the connection id had expired.
    assertEquals(List.of(0, 1, 1, 1, 0, 1), actions);
    lab.run(20);
    assertTrue(torrent.lastStatus().contains("does not answer"));
  }

  @Test
  void strangersCannotAnswerForATracker() {
    Host host = lab.newHost();
    Host stranger = lab.newHost();
    List<Datagrams> sockets = new ArrayList<>();
    DatagramHandler silent =
        new DatagramHandler() {
          @Override
          public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
            ByteBuffer answer =
                ByteBuffer.allocate(16).putInt(3).putInt(data.getInt(data.position() + 12));
            sockets.get(0).send(from, answer.putLong(5).flip());
            socket.send(from, ByteBuffer.allocate(7));
            socket.send(
                from, ByteBuffer.allocate(16).putInt(3).putInt(~data.getInt(data.position() + 12)));
          }
        };
    sockets.add(
        stranger
            .transport()
            .bind(stranger.listenAddress().withPort(80), SocketOptions.DEFAULT, silent));
    Endpoint address = host.listenAddress().withPort(80);
    host.transport().bind(address, SocketOptions.DEFAULT, silent);
    Torrent torrent = lab.torrent(List.of(List.of("udp://" + address)));
    torrent.start();
    lab.run(100);
    assertEquals(List.of(), torrent.statuses);
  }
}

package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.tck.fuzz.DirectLink;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole tracker under packets and requests of anybody. */
class TrackerLinkFuzzTest extends FuzzContract {

  private static final int ROUNDS_OF_A_SECOND = 1000;
  private static final int CONNECT_BYTES = 16;
  private static final Endpoint FROM = Endpoint.parse("10.1.2.3:4000");

  private @Nullable Requests requests;
  private @Nullable Packets packets;

  @Override
  protected List<FuzzTarget> targets() {
    String announce =
        "GET /announce?" + TrackerLab.query(TrackerLab.SWARM, 6881, "&left=5") + " HTTP/1.1";
    return List.of(
        new FuzzTarget(
            "tracker-udp",
            input -> packets().read(input),
            List.of(announce(), scrape(), new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 7})),
        FuzzTarget.of(
            "tracker-http",
            input -> requests().read(input),
            announce + "\r\nHost: h\r\n\r\n",
            "GET /scrape?info_hash=" + "a".repeat(20) + " HTTP/1.0\r\n\r\n",
            "GET /announce?info_hash=%zz&numwant=-1&compact=0 HTTP/1.1\r\nHost: h\r\n\r\n"));
  }

  /** The first byte tells what id a packet has: 0 the one that was given to its sender. */
  private static byte[] announce() {
    byte[] options = "\2\5/a?bc\0".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer packet = ByteBuffer.allocate(1 + 90 + options.length).put((byte) 0);
    packet.putInt(UdpTrackerHandler.ANNOUNCE).putInt(99);
    TrackerLab.SWARM.write(packet);
    new Id20(5, 6, 7).write(packet);
    packet.putLong(0).putLong(5).putLong(0).putInt(2).putInt(0).putInt(0);
    return packet.putInt(-1).putShort((short) 6881).put(options).array();
  }

  private static byte[] scrape() {
    ByteBuffer packet = ByteBuffer.allocate(1 + 8 + 40).put((byte) 0);
    packet.putInt(UdpTrackerHandler.SCRAPE).putInt(99);
    TrackerLab.SWARM.write(packet);
    return packet.array();
  }

  private Packets packets() {
    if (packets == null) {
      packets = new Packets();
    }
    return packets;
  }

  private Requests requests() {
    if (requests == null) {
      requests = new Requests();
    }
    return requests;
  }

  private static final class Packets implements Datagrams {
    private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison());
    private final Host host = simulation.newHost("tracker", TrackerLab.TRACKER, null);
    private final AnnounceService service =
        AnnounceServices.of(host, Trackers.config("maxRequestsPerSecond", 1_000_000));
    private final UdpTrackerHandler front = new UdpTrackerHandler(service);
    private int answerBytes;

    void read(byte[] input) {
      if (input.length == 0) {
        return;
      }
      ByteBuffer packet = ByteBuffer.allocate(7 + input.length);
      boolean proved = input[0] == 0;
      packet.putLong(
          proved ? service.connectionIds.make(FROM, service.now()) : UdpTrackerHandler.PROTOCOL_ID);
      packet.put(input, 1, input.length - 1);
      answerBytes = 0;
      front.onDatagram(this, FROM, packet.flip());
      assertTrue(
          proved || answerBytes <= Math.max(CONNECT_BYTES, input.length),
          () -> answerBytes + " bytes for who has proved nothing");
    }

    @Override
    public Endpoint local() {
      return TrackerLab.TRACKER;
    }

    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      answerBytes += payload.remaining();
      return SendResult.ACCEPTED;
    }

    @Override
    public void close() {}

    @Override
    public void join(Endpoint group, @Nullable Endpoint on, @Nullable Endpoint source) {}

    @Override
    public void leave(Endpoint group, @Nullable Endpoint on, @Nullable Endpoint source) {}
  }

  /** Each input comes by a link of its own, without a network. */
  private static final class Requests {
    private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
    private final Host host = simulation.newHost("tracker", TrackerLab.TRACKER, null);
    private final HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(10, 10, 8192, 1 << 20, 60_000_000_000L),
            new MemoryBudget(1 << 24),
            new HttpTrackerHandler(
                AnnounceServices.of(host, Trackers.config("maxRequestsPerSecond", 1_000_000)),
                "0123456789abcdef"));
    private int rounds;

    void read(byte[] input) {
      DirectLink.bring(TrackerLab.TRACKER, FROM, input, server::onAccept);
      assertEquals(0, server.connections());
      if (++rounds % ROUNDS_OF_A_SECOND == 0) {
        simulation.runFor(Duration.ofSeconds(1));
      }
    }
  }
}

package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Percent;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A tracker in a simulation, where any exception of a handler fails the test. */
final class TrackerLab {

  static final Endpoint TRACKER = Endpoint.parse("10.78.0.1:6969");
  static final Id20 SWARM = new Id20(0x0102030405060708L, -1, 0x25262728);

  final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison());
  final Host host = simulation.newHost("tracker", TRACKER, null);
  final TrackerServer server;
  final CompletionStage<Void> joined;
  private int hosts;

  TrackerLab(Object... namesAndValues) {
    this(Trackers.config(namesAndValues));
  }

  TrackerLab(TrackerConfig config) {
    simulation.onError(
        (failed, thrown) -> {
          throw new AssertionError(thrown);
        });
    server = new TrackerServer("bittorrent-tracker", host, config);
    joined = server.join();
    run(1);
  }

  void run(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  Host newHost() {
    return newHost(null);
  }

  Host newHost(@Nullable Endpoint at) {
    return simulation.newHost("peer" + hosts++, at, null);
  }

  long meter(String name) {
    Map<String, Long> meters = new HashMap<>();
    server.meters(meters::put);
    return meters.get(name);
  }

  static String query(Id20 swarm, int port, String more) {
    byte[] id = "-XX0000-abcdefghijkl".getBytes();
    return "info_hash="
        + Percent.encode(swarm.bytes())
        + "&peer_id="
        + Percent.encode(id)
        + "&port="
        + port
        + more;
  }

  /** Asks over HTTP and lets time pass until the answer is here. */
  BDict ask(Host from, String target) {
    return read(get(from, target));
  }

  static BDict read(byte[] bytes) {
    try {
      return BReader.readDict(bytes, BReader.Limits.METAINFO);
    } catch (BencodeException e) {
      throw new AssertionError(e);
    }
  }

  byte[] get(Host from, String target) {
    Answer answer = new Answer();
    HttpCall.start(
        from.loop(),
        from.transport(),
        TRACKER,
        Url.parse("http://" + TRACKER).withTarget(target),
        HttpFields.NONE,
        SocketOptions.DEFAULT,
        30_000_000_000L,
        Link.UNLIMITED,
        answer);
    assertTrue(simulation.runUntil(() -> answer.over, Duration.ofMinutes(1)));
    assertEquals(null, answer.failure);
    return answer.body.toByteArray();
  }

  String failure(Host from, String target) {
    try {
      return ask(from, target).string("failure reason").text();
    } catch (BencodeException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Answer implements HttpCall.Listener {
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean over;
    @Nullable OverlayException failure;

    @Override
    public void onResponse(HttpResponse response) {}

    @Override
    public void onBody(ByteBuffer data) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      body.writeBytes(part);
    }

    @Override
    public void onEnd(@Nullable OverlayException how) {
      over = true;
      failure = how;
    }
  }
}

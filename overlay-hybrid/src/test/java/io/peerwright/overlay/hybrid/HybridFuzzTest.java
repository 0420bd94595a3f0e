package io.peerwright.overlay.hybrid;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.Digests;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.ServerLimits;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.tck.fuzz.Stranger;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whole clients and servers under what others say to them. Messages of an input are parted by the
 * byte 0xff: two bytes of type, then text; what is no frame at all is tried by {@code frames}.
 */
class HybridFuzzTest extends FuzzContract {

  private static final int ROUNDS_OF_A_TOWN = 1000;
  private static final byte[] CONTENT = NapsterNetwork.content(500, 3);
  private static final String FILE = "x\\rain.mp3";
  private static final byte PARTING = (byte) 0xff;
  private static final List<Hit> LIARS =
      IntStream.range(0, 90).mapToObj(each -> hit("liar" + each)).toList();

  /** Takes one message of an input. */
  private interface Messages {
    void message(int type, byte[] body);
  }

  private @Nullable Scene scene;

  /** A fresh one now and then: a long run must not be one long story. */
  private Scene scene() {
    if (scene == null || scene.rounds == ROUNDS_OF_A_TOWN) {
      if (scene != null) {
        scene.napster.close();
      }
      scene = new Scene();
    }
    scene.rounds++;
    return scene;
  }

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        new FuzzTarget(
                "napster-client",
                input -> scene().tellClient(input),
                List.of(
                    message(
                        MessageType.SEARCH_HIT, "\"x\\rain.mp3\" 0 500 128 44100 60 bob 1677 4"),
                    message(MessageType.SEARCH_END, ""),
                    message(MessageType.NOTICE, "search: no more hits are given than 100"),
                    message(MessageType.RESUME_HIT, "bob 1677 6699 \"x\\rain.mp3\" 0123 500 4"),
                    message(MessageType.RESUME_END, ""),
                    message(MessageType.BROWSE_HIT, "bob \"x\\rain.mp3\" 0 500 128 44100 60"),
                    message(MessageType.BROWSE_END, "bob 16777226"),
                    message(MessageType.DOWNLOAD_READY, "bob 16777226 6699 \"x\\rain.mp3\" 0 4"),
                    message(MessageType.DOWNLOAD_ERROR, "bob \"x\\rain.mp3\""),
                    message(MessageType.QUEUED, "bob \"x\\rain.mp3\" 500 3"),
                    message(MessageType.UPLOAD_REQUEST, "bob \"\\mine.mp3\""),
                    message(MessageType.PUSH_ORDER, "bob 16777226 6699 \"\\mine.mp3\" 0 4"),
                    message(MessageType.HOTLIST_OFF, "bob"),
                    message(MessageType.PING, "bob"),
                    message(MessageType.SERVER_PING, "hub"),
                    message(MessageType.REDIRECT, "10.0.0.9 8888"),
                    message(MessageType.CYCLE, "10.0.0.9:8875"),
                    message(MessageType.DIRECT_BROWSE, "bob 16777226 6699"),
                    message(MessageType.DIRECT_BROWSE_ACCEPT, "bob 16777226 6699"),
                    message(MessageType.DIRECT_BROWSE_ERROR, "bob \"no\"")))
            .conversation(),
        new FuzzTarget(
                "napster-server",
                input -> scene().tellServer(input),
                List.of(
                    message(MessageType.LOGIN, "alice secret 6699 \"client 1.0\" 8"),
                    message(MessageType.NICK_CHECK, "bob"),
                    message(
                        MessageType.SHARE,
                        "\"c:\\rain.mp3\" 0123456789abcdef0123456789abcdef 1000 128 44100 60"),
                    message(MessageType.SHARE_MEDIA, "\"c:\\a.avi\" 5 0123 video"),
                    message(
                        MessageType.SHARE_FOLDER,
                        "\"c:\\\" \"a.mp3\" 0 1 2 3 4 \"b.mp3\" 0 1 2 3 4"),
                    message(MessageType.UNSHARE, "\"c:\\rain.mp3\""),
                    message(MessageType.SEARCH, "FILENAME CONTAINS \"rain\" MAX_RESULTS 9"),
                    message(MessageType.BROWSE, "alice"),
                    message(MessageType.RESUME, "0123456789abcdef0123456789abcdef 1000"),
                    message(MessageType.DOWNLOAD_REQUEST, "alice \"c:\\rain.mp3\""),
                    message(MessageType.UPLOAD_ACCEPT, "alice \"c:\\rain.mp3\""),
                    message(MessageType.PUSH_REQUEST, "alice \"c:\\rain.mp3\""),
                    message(MessageType.PRIVATE_MESSAGE, "alice hello"),
                    message(MessageType.HOTLIST_ADD, "alice"),
                    message(MessageType.IGNORE_ADD, "alice"),
                    message(MessageType.CHANNEL_JOIN, "#talk"),
                    message(MessageType.CHANNEL_SAY, "#talk hello"),
                    message(MessageType.CHANNEL_PART, "#talk"),
                    message(MessageType.WHOIS, "alice"),
                    message(MessageType.CHANGE_DATA_PORT, "6700"),
                    message(MessageType.DIRECT_BROWSE, "alice"),
                    message(MessageType.PING, "alice")))
            .conversation(),
        FuzzTarget.of(
                "napster-uploader",
                input -> scene().upload(input),
                "1500" + text(CONTENT),
                "1",
                "19")
            .with(
                "1FILE NOT SHARED".getBytes(ISO_8859_1),
                "1500".getBytes(ISO_8859_1),
                "15000000000000000000000".getBytes(ISO_8859_1))
            .conversation(),
        FuzzTarget.of(
                "napster-data-port",
                input -> scene().callClient(input),
                "GETbob \"\\mine.mp3\" 0",
                "SENDbob \"x\\rain.mp3\" 500" + text(CONTENT),
                "GETLIST",
                "SENDLIST bob\n\"x\\rain.mp3\" 0 500 128 44100 60\n\n")
            .conversation());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static Hit hit(String nick) {
    return new Hit(
        "hybrid",
        nick,
        "x/rain.mp3",
        OptionalLong.of(CONTENT.length),
        null,
        Digests.of(CONTENT, List.of(Digests.SHA1)),
        Map.of("hybrid.name", FILE));
  }

  private static byte[] message(int type, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type);
    out.write(type >> 8);
    out.writeBytes(text.getBytes(ISO_8859_1));
    out.write(PARTING);
    return out.toByteArray();
  }

  private static void part(byte[] input, Messages messages) {
    int from = 0;
    for (int at = 0; at <= input.length; at++) {
      if (at == input.length || input[at] == PARTING) {
        if (at - from >= 2) {
          int type = input[from] & 0xff | (input[from + 1] & 0xff) << 8;
          messages.message(type, Arrays.copyOfRange(input, from + 2, at));
        }
        from = at + 1;
      }
    }
  }

  /** A client between a server and an uploader that say anything, and an honest server. */
  private static final class Scene {

    private final NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison());
    private final Stranger uploader;
    private final Stranger caller;
    private final FalseServer server;
    private final NapsterNetwork.Peer client;
    private final Endpoint dataPort;
    private final Endpoint honest;
    private @Nullable Download waiting;
    private @Nullable Download download;
    private int rounds;

    Scene() {
      var liar = napster.simulation.newHost("liar", null, null);
      Endpoint at = liar.listenAddress().withPort(6699);
      uploader = new Stranger(liar);
      uploader.listen(at);
      caller = new Stranger(napster.simulation.newHost("caller", null, null));
      server = new FalseServer(napster.simulation.newHost("false", null, null), at);
      client =
          napster.peer(napster.user("client").withServers(List.of(server.address().toString())));
      client.share("mine.mp3", CONTENT);
      dataPort = client.overlay().endpoints().get(0);
      var host = napster.simulation.newHost("honest", null, null);
      honest = host.listenAddress().withPort(8888);
      // Hashing passwords would take all the time.
      ServerLimits usual = ServerLimits.DEFAULT;
      Overlay index =
          new HybridServerProvider()
              .create(
                  host,
                  HybridServerConfig.DEFAULT
                      .withListen(honest)
                      .withLimits(
                          new ServerLimits(
                              usual.maxConnections(),
                              usual.maxConnectionsPerAddress(),
                              usual.maxMemoryMebibytes(),
                              1,
                              usual.maxAnswerKibibytesPerSecond())));
      index.join();
      napster.settle();
    }

    /** With a search, a browse and a download that wait for what the server says. */
    void tellClient(byte[] input) throws IOException {
      if (rounds % 50 == 1) {
        client.as(KeywordSearch.class).search(Query.parse("rain"), found -> {}, ended -> {});
        client.as(Browse.class).browse("bob", found -> {}, ended -> {});
        uploader.answer(new byte[0]);
        forget(waiting, "waiting.mp3");
        waiting = client.fetch(List.of(hit("bob")), "waiting.mp3");
      }
      part(input, server::send);
      run(20);
      if (!server.hasClient()) {
        // Sent away, or cut off: it comes again.
        run(100_000);
      }
    }

    void tellServer(byte[] input) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      frame(said, MessageType.LOGIN, "alice secret 6699 \"client 1.0\" 8".getBytes(ISO_8859_1));
      part(input, (type, body) -> frame(said, type, body));
      caller.call(honest, said.toByteArray());
      run(500);
      caller.hangUp();
      run(500);
    }

    private static void frame(ByteArrayOutputStream out, int type, byte[] body) {
      out.write(body.length);
      out.write(body.length >> 8);
      out.write(type);
      out.write(type >> 8);
      out.writeBytes(body);
    }

    void upload(byte[] input) throws IOException {
      if (download == null || isOver(download)) {
        forget(download, "a.mp3");
        download = client.fetch(LIARS, "a.mp3");
      }
      Download current = download;
      uploader.answer(input);
      long before = uploader.calls();
      napster.simulation.runUntil(
          () -> isOver(current) || uploader.calls() > before && uploader.isAlone(),
          NapsterNetwork.LONG);
      run(0);
    }

    private static boolean isOver(Download download) {
      return download.done().toCompletableFuture().isDone();
    }

    /** Some of them are expected: one who wants the client's list, one whose list it wants. */
    void callClient(byte[] input) {
      if (rounds % 4 == 1) {
        client.as(Browse.class).browse("bob", found -> {}, ended -> {});
        run(10);
        server.send(
            MessageType.NOTICE,
            ("command code " + MessageType.BROWSE + " is not known").getBytes(ISO_8859_1));
        server.send(MessageType.DIRECT_BROWSE, "bob".getBytes(ISO_8859_1));
        run(100);
      }
      caller.call(dataPort, input);
      run(500);
      caller.hangUp();
      run(500);
    }

    private void forget(@Nullable Download old, String name) throws IOException {
      if (old != null) {
        old.close();
        napster.simulation.runFor(Duration.ofMillis(200));
        Files.deleteIfExists(client.target(name));
      }
    }

    private void run(int millis) {
      napster.simulation.runFor(Duration.ofMillis(millis));
      if (!napster.errors.isEmpty()) {
        throw new AssertionError("a handler failed", napster.errors.get(0));
      }
    }
  }
}

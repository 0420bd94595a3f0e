package io.peerwright.overlay.gnutella.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.sharing.Responder;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pushes hold: little, however many servents cannot be dialled. */
class PushesTest {

  private static final Endpoint OWN = Endpoint.parse("192.0.2.1:6346");

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final List<Guid> pushed = new ArrayList<>();
  private final List<Reason> ends = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final Pushes pushes =
      new Pushes(host, new Network(), AddressPolicy.ANY, new CallersLinks(host.loop()));

  @AfterEach
  void close() {
    simulation.close();
  }

  private final class Network implements PushNetwork {
    @Override
    public @Nullable ServentTls tls() {
      return null;
    }

    @Override
    public boolean push(Guid servent, long index) {
      pushed.add(servent);
      return servent.high() != 0;
    }

    @Override
    public boolean passOn(Guid servent, long index, Endpoint asker) {
      return false;
    }

    @Override
    public boolean isReachable() {
      return true;
    }

    @Override
    public @Nullable Responder responder() {
      return null;
    }

    @Override
    public Endpoint own() {
      return OWN;
    }
  }

  private void get(Guid servent) {
    HttpClient.Manner manner =
        new HttpClient.Manner(
            HttpFields.NONE, SocketOptions.DEFAULT, 30_000_000_000L, 0, 1_000, Reach.HOST, true);
    pushes
        .client()
        .get(
            Url.parse("http://" + servent + "/get/1/file"),
            null,
            manner,
            new HttpCall.Listener() {
              @Override
              public void onResponse(HttpResponse response) {}

              @Override
              public void onBody(ByteBuffer data) {
                bodies.add(StandardCharsets.ISO_8859_1.decode(data).toString());
              }

              @Override
              public void onEnd(@Nullable OverlayException failure) {
                ends.add(failure == null ? Reason.ENDED : failure.reason());
              }
            });
  }

  /** One in 256 begins as addresses of groups do, others as those of the own network. */
  @Test
  void anyGuidCanBeAsked() {
    for (int first = 1; first < 256; first++) {
      for (int second : new int[] {0, 2, 0x80, 0xff}) {
        Guid servent = new Guid((long) first << 56 | (long) second << 48 | 7, first);
        assertEquals(servent, Pushes.guid(Pushes.address(servent)));
        get(servent);
        simulation.runFor(Duration.ofMillis(1));
        assertEquals(servent, pushed.get(pushed.size() - 1));
        simulation.runFor(Duration.ofSeconds(40));
      }
    }
  }

  @Test
  void serventsThatWereNotAskedLongestAreForgotten() {
    for (int i = 1; i <= 3 * Pushes.MOST_WAYS; i++) {
      pushes.know(new Guid(i, 1), i, List.of(OWN));
    }
    assertEquals(Pushes.MOST_WAYS, pushes.ways());
  }

  @Test
  void whatIsWaitedForIsBoundedAndGivenUp() {
    for (int i = 1; i <= Pushes.MOST_WAITING + 10; i++) {
      get(new Guid(i, 1));
    }
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(Pushes.MOST_WAITING, pushes.waiting());
    assertEquals(Pushes.MOST_WAITING, pushed.size());
    assertEquals(10, ends.size(), () -> ends + "");
    simulation.runFor(Duration.ofMinutes(2));
    assertEquals(0, pushes.waiting());
    assertEquals(Pushes.MOST_WAITING + 10, ends.size());
  }

  @Test
  void whereThereIsNoWayNothingIsWaitedFor() {
    get(new Guid(0, 1));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(Reason.UNREACHABLE), ends);
    assertEquals(0, pushes.waiting());
  }

  /** A servent that dials, says who it is, and answers one request after the other. */
  private int closedAfter(Guid servent, Duration time) {
    int[] closed = new int[1];
    Host other = simulation.newHost("other" + servent, null, null);
    Endpoint at = host.listenAddress().withPort((int) servent.high());
    host.loop()
        .execute(
            () ->
                host.transport()
                    .listen(
                        at,
                        SocketOptions.DEFAULT,
                        link -> new CallReader(() -> {}, new GivsOnly())));
    LinkHandler handler =
        new LinkHandler() {
          @Override
          public void onOpen(Link link) {
            link.request(Link.UNLIMITED);
            link.write(ByteBuffer.wrap(new Giv(1, servent).encoded()));
          }

          @Override
          public void onData(Link link, ByteBuffer data) {
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
            link.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
          }

          @Override
          public void onInputClosed(Link link) {
            link.close();
          }

          @Override
          public void onClosed(Link link, Reason reason) {
            closed[0]++;
          }
        };
    simulation.runFor(Duration.ofMillis(100));
    other.loop().execute(() -> other.transport().connect(at, SocketOptions.DEFAULT, handler));
    simulation.runFor(time);
    return closed[0];
  }

  @Test
  void aLinkServesWhatFollowsAndIsClosedWhenItIdles() {
    Guid servent = new Guid(5, 1);
    get(servent);
    assertEquals(0, closedAfter(servent, Duration.ofSeconds(3)));
    get(servent);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of("hi", "hi"), bodies);
    assertEquals(1, pushed.size(), "the second request came over the same link");
    get(new Guid(6, 1));
    assertEquals(1, closedAfter(new Guid(7, 1), Duration.ofSeconds(3)), "nobody waits for it");
    get(new Guid(8, 1));
    assertEquals(1, closedAfter(new Guid(8, 1), Duration.ofSeconds(90)), "it has idled");
  }

  @Test
  void serverIdsAreThoseOfOthers() throws IOException {
    Capture capture = Capture.number(47);
    Guid servent = Guid.parse(capture.facts("servent-guid").get(0));
    assertEquals("IANTCASNVWM5B4SB6XNJ3GU57Q", ServerId.of(servent));
    assertEquals(servent, ServerId.parse("IANTCASNVWM5B4SB6XNJ3GU57Q"));
    assertEquals(servent, ServerId.parse(servent.toString()));
    assertNull(ServerId.parse("IANTCASNVWM5B4SB6XNJ3GU57!"));
    assertNull(ServerId.parse("short"));
    assertTrue(ServerId.of(new Guid(-1, -1)).endsWith("4"), "the last digit has two bits of fill");
  }

  /** Nobody waits in a queue. */
  private final class GivsOnly implements CallReader.Owner {
    @Override
    public @Nullable PushedLink onGiv(Giv giv) {
      return pushes.waitingFor(giv);
    }

    @Override
    public boolean onQueue(QueueCall call, CallReader by, Endpoint from) {
      return false;
    }
  }
}

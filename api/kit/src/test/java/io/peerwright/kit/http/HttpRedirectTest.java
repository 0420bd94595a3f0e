package io.peerwright.kit.http;

import static io.peerwright.kit.net.AddressPolicy.ANY;
import static io.peerwright.kit.net.AddressPolicy.LOCAL_SOURCES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server may send a client on to, in simulation. */
class HttpRedirectTest {

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final List<String> asked = new ArrayList<>();
  private final Host client = host("client", Endpoint.parse("10.78.0.2:80"), null);

  /** A host with a server on all its addresses, which sends on to somewhere or answers. */
  private Host host(String name, Endpoint at, @Nullable String location) {
    Host host = simulation.newHost(name, at.withPort(0), null);
    HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(10, 10, 8192, 1 << 16, 60_000_000_000L),
            new MemoryBudget(1 << 24),
            (request, exchange) -> {
              asked.add(name);
              HttpFields fields = HttpFields.NONE;
              exchange.reply(
                  location == null ? 200 : 302,
                  location == null ? fields : fields.with("Location", location),
                  ByteBuffer.allocate(0));
            });
    Endpoint all = Endpoint.parse(at.isIpv4() ? "0.0.0.0:80" : "[::]:80");
    host.transport().listen(all, SocketOptions.DEFAULT, server);
    return host;
  }

  private Result get(String url) {
    return get(url, Reach.HOST, LOCAL_SOURCES);
  }

  private Result get(String url, Reach source, AddressPolicy policy) {
    Result result = new Result();
    HttpClient.Manner manner =
        new HttpClient.Manner(
                HttpFields.NONE, SocketOptions.DEFAULT, 10_000_000_000L, Link.UNLIMITED)
            .withSource(source);
    new HttpClient(client, TlsClient.Trust.DEFAULT, policy)
        .get(Url.parse(url), null, manner, result);
    simulation.runFor(Duration.ofSeconds(30));
    assertTrue(result.over);
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.9.9.9",
        "192.168.1.1",
        "[fd00::9]",
        "127.8.9.10",
        "0.0.0.0",
        "169.254.169.254",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[febf::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:0.0.0.0]"
      })
  void nobodyIsSentOnToWhereItsOwnServicesAre(String address) {
    host("server", Endpoint.parse("8.78.0.1:80"), "http://" + address + "/");
    OverlayException failure = get("http://8.78.0.1/").failure;
    assertNotNull(failure);
    assertEquals(Reason.NOT_PERMITTED, failure.reason(), failure.getMessage());
    assertTrue(failure.getMessage().contains("sent on from elsewhere to "), failure.getMessage());
    assertEquals(List.of("server"), asked);
  }

  @Test
  void nobodyIsSentOnForEver() {
    host("server", Endpoint.parse("8.78.0.1:80"), "http://8.78.0.1/");
    OverlayException failure = get("http://8.78.0.1/").failure;
    assertNotNull(failure);
    assertEquals(Reason.LIMIT, failure.reason(), failure.getMessage());
    assertEquals(6, asked.size());
  }

  @Test
  void whoIsNearMaySendOnFarther() {
    host("server", Endpoint.parse("10.78.0.1:80"), null);
    host("neighbour", Endpoint.parse("169.254.3.4:80"), "http://10.78.0.1/");
    assertNull(get("http://127.0.0.1/").failure);
    assertNull(get("http://169.254.3.4/").failure);
    assertEquals(List.of("client", "neighbour", "server"), asked);
  }

  /** The policy decides where the way begins, too: by who has named the URL. */
  @Test
  void aStrangersUrlLeadsToNoNeighbour() {
    host("server", Endpoint.parse("10.78.0.1:80"), null);
    OverlayException failure = get("http://10.78.0.1/", Reach.WORLD, LOCAL_SOURCES).failure;
    assertNotNull(failure);
    assertEquals(Reason.NOT_PERMITTED, failure.reason(), failure.getMessage());
    assertNull(get("http://10.78.0.1/", Reach.SITE, LOCAL_SOURCES).failure);
    assertNull(get("http://10.78.0.1/", Reach.WORLD, ANY).failure);
    assertEquals(List.of("server", "server"), asked);
  }

  @Test
  void laboratoriesMaySendOnToWhereTheyLike() {
    host("server", Endpoint.parse("8.78.0.1:80"), "http://127.0.0.1/");
    assertNull(get("http://8.78.0.1/", Reach.WORLD, ANY).failure);
    assertEquals(List.of("server", "client"), asked);
  }

  private static final class Result implements HttpCall.Listener {
    boolean over;
    @Nullable OverlayException failure;

    @Override
    public void onResponse(HttpResponse response) {}

    @Override
    public void onBody(ByteBuffer data) {}

    @Override
    public void onEnd(@Nullable OverlayException how) {
      failure = how;
      over = true;
    }
  }
}

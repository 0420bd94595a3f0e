package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over real sockets, of both kinds of addresses. */
class LivePushTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
  void whoCannotBeDialledIsAskedToDial(String at, @TempDir Path folder) throws Exception {
    Endpoint listen = Endpoint.parse(at);
    byte[] content = new byte[2_000_000];
    new Random(1).nextBytes(content);
    SharedItem item = LiveServent.file(folder, "copper rain.ogg", content);
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host one = network.newHost("one", listen, folder.resolve("one"));
      Host other = network.newHost("other", listen, folder.resolve("other"));
      LiveServent asker =
          LiveServent.at(listen, one, GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
      asker.join();
      GnutellaConfig hidden =
          GnutellaConfig.DEFAULT
              .withRole(Tier.LEAF)
              .withFirewalled(true)
              .withBootstrap(List.of(HostPort.parse(asker.endpoint())));
      LiveServent responder = LiveServent.at(listen, other, hidden);
      responder.share(item);
      responder.join();
      responder.awaitPublished();
      Hit hit = asker.search("copper rain");
      assertNull(hit.endpoint());
      assertArrayEquals(content, asker.fetch(hit, folder.resolve("fetched")));
      responder.leave();
      asker.leave();
    }
  }
}

package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over real sockets. */
class LivePushTest {

  @Test
  void whoCannotBeDialledIsAskedToDial(@TempDir Path folder) throws Exception {
    byte[] content = new byte[2_000_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("copper rain.ogg"), content);
    Urn urn = Urn.ofHash(Urn.SHA1, MessageDigest.getInstance("SHA-1").digest(content));
    SharedItem item =
        new SharedItem(file, "copper rain.ogg", content.length, Set.of(urn), Map.of());
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host one = network.newHost("one", LiveServent.ANY_PORT, folder.resolve("one"));
      Host other = network.newHost("other", LiveServent.ANY_PORT, folder.resolve("other"));
      LiveServent asker = LiveServent.of(one, GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
      asker.join();
      GnutellaConfig hidden =
          GnutellaConfig.DEFAULT
              .withRole(Tier.LEAF)
              .withFirewalled(true)
              .withBootstrap(List.of(HostPort.parse(asker.endpoint())));
      LiveServent responder = LiveServent.of(other, hidden);
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

package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users whose addresses the protocol has no room for. */
class Ipv6TransferTest {

  private static final byte[] CONTENT = NapsterNetwork.content(300_000, 3);
  private static final Endpoint SERVER = Endpoint.parse("[2001:db8::1]:8888");
  private static final Endpoint ONE = Endpoint.parse("[2001:db8:0:1::1]:6699");
  private static final Endpoint OTHER = Endpoint.parse("[2001:db8:0:2::1]:6699");

  @Test
  void aFileIsFetchedFromOneIpv6UserByAnother() throws IOException {
    fetch(false);
  }

  /** The uploader connects: 501 tells it an IPv6 address. */
  @Test
  void anIpv6UploaderBehindAFirewallConnects() throws IOException {
    fetch(true);
  }

  private static void fetch(boolean hidden) throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison(), SERVER)) {
      NapsterNetwork.Peer sharer =
          napster.peerAt(napster.user("sharer").withFirewalled(hidden), ONE);
      NapsterNetwork.Peer loader = napster.peerAt(napster.user("loader"), OTHER);
      sharer.share("a/Copper Rain.mp3", CONTENT);
      napster.settle();
      Download download = loader.fetch(loader.search("copper rain"), "got.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("got.mp3")));
      assertEquals(List.of(), napster.errors);
    }
  }
}

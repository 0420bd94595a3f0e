package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Strangers at the port of a servent. */
class PortTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  /** Says something, or nothing. */
  private static final class Stranger implements LinkHandler {
    private final String words;
    private final StringBuilder heard = new StringBuilder();
    private Reason end;

    Stranger(String words) {
      this.words = words;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      link.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      heard.append(StandardCharsets.ISO_8859_1.decode(data));
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      end = reason;
    }
  }

  private static List<Stranger> connect(SimulatedServents network, int count, String words) {
    Host host = network.simulation.newHost("stranger" + words, null, null);
    Endpoint to = network.servents.get(0).endpoints().get(0);
    List<Stranger> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Stranger one = new Stranger(words);
      all.add(one);
      host.loop().execute(() -> host.transport().connect(to, SocketOptions.DEFAULT, one));
    }
    network.pass(2);
    return all;
  }

  @Test
  void theSilentOfOneAddressShutNobodyOut() {
    try (SimulatedServents network = new SimulatedServents(21).add(1, i -> ULTRAPEER)) {
      List<Stranger> silent = connect(network, 150, "");
      assertEquals(20, silent.stream().filter(each -> each.end == null).count());
      List<Stranger> slow = connect(network, 150, "GNUTELLA CONNECT/0.6\r\nA: ");
      assertEquals(20, slow.stream().filter(each -> each.end == null).count());
      network.add(1, i -> ULTRAPEER);
      network.pass(5);
      assertEquals(1, network.servents.get(1).neighbours().size(), "a servent found no place");
      network.pass(30);
      assertEquals(0, silent.stream().filter(each -> each.end == null).count());
      assertEquals(0, slow.stream().filter(each -> each.end == null).count());
    }
  }

  @Test
  void whatIsSaidTellsWhatIsWanted() {
    try (SimulatedServents network = new SimulatedServents(22).add(1, i -> ULTRAPEER)) {
      String http =
          connect(network, 1, "HEAD /get/9/x HTTP/1.1\r\nHost: x\r\n\r\n").get(0).heard + "";
      assertEquals("HTTP/1.1 404", http.substring(0, 12));
      String link = connect(network, 1, "GNUTELLA CONNECT/0.6\r\n\r\n").get(0).heard.toString();
      assertEquals("GNUTELLA/0.6 ", link.substring(0, 13));
      Stranger other = connect(network, 1, "GEMINI /").get(0);
      assertEquals("", other.heard.toString());
      assertFalse(other.end == null);
    }
  }

  @Test
  void oneAddressTakesNoMoreThanHalfOfThePlaces() {
    try (SimulatedServents network = new SimulatedServents(23).add(1, i -> ULTRAPEER)) {
      Host host = network.simulation.newHost("greedy", null, null);
      for (int i = 0; i < 20; i++) {
        ScriptedNeighbour.at(network, 0, host, i % 2 == 0);
      }
      assertEquals(5, network.meter(0, "links.leaves.now"));
      assertEquals(5, network.meter(0, "links.ultrapeers.now"));
      network.add(1, i -> ULTRAPEER);
      network.add(1, i -> ULTRAPEER.withRole(Tier.LEAF));
      network.pass(5);
      assertEquals(6, network.meter(0, "links.leaves.now"));
      assertEquals(6, network.meter(0, "links.ultrapeers.now"));
    }
  }
}

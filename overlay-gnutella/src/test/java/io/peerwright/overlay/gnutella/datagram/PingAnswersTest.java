package io.peerwright.overlay.gnutella.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.discovery.Self;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pings get that come as datagrams. */
class PingAnswersTest {

  private static final Ping PLAIN = new Ping(Ggep.EMPTY);
  private static final Endpoint OWN = Endpoint.parse("192.0.2.1:6346");

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final List<Endpoint> known = new ArrayList<>();
  private final List<Message> sent = new ArrayList<>();
  private final PingAnswers answers =
      new PingAnswers(host.loop(), new Known(), new DatagramCounters());

  private final class Known implements PingAnswers.Source {
    @Override
    public Self self() {
      return new Self(OWN, 1, 8, true, 9, 9, false, 60);
    }

    @Override
    public List<Endpoint> others(Endpoint asker, int most) {
      return known.stream().limit(most).toList();
    }

    @Override
    public boolean takesTls(Endpoint other) {
      return other.port() % 2 == 0;
    }

    @Override
    public boolean isHostCache() {
      return false;
    }
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private void ask(Endpoint from, Ping ping) {
    answers.answer(from, new Guid(1, 2), ping, (to, guid, ttl, hops, message) -> sent.add(message));
  }

  @Test
  void allTogetherGetTwoHundredAnswersInASecond() {
    for (int i = 0; i < 500; i++) {
      ask(Endpoint.ofIpv4(0x05000000 | i << 8, 1), PLAIN);
    }
    assertEquals(PingAnswers.PER_SECOND, sent.size());
    simulation.runFor(Duration.ofMillis(100));
    ask(Endpoint.ofIpv4(0x06000000, 1), PLAIN);
    assertEquals(PingAnswers.PER_SECOND + 1, sent.size());
  }

  @Test
  void whoAsksIsToldWhichOfThemTakeTls() {
    IntStream.range(0, 30).forEach(i -> known.add(Endpoint.ofIpv4(0x05000000 | i, 6346 + i)));
    int flags = GgepValues.WANTS_ULTRAPEERS | GgepValues.WANTS_TLS;
    ask(OWN, new Ping(Ggep.of(GgepValues.octet(GgepIds.SUPPORT_CACHED_PONGS, flags))));
    Ggep told = ((Pong) sent.get(0)).ggep();
    List<Endpoint> all = GgepValues.endpoints(told, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6);
    List<Endpoint> marked = GgepValues.marked(told, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_TLS);
    assertTrue(all.size() >= 2, () -> all + " of those that are known");
    assertEquals(all.stream().filter(each -> each.port() % 2 == 0).toList(), marked);
    int others = GgepValues.WANTS_ULTRAPEERS;
    ask(OWN, new Ping(Ggep.of(GgepValues.octet(GgepIds.SUPPORT_CACHED_PONGS, others))));
    assertTrue(!((Pong) sent.get(1)).ggep().has(GgepIds.ENDPOINTS_TLS));
  }

  @Test
  void nothingIsAsLongAsThreePingsWhateverIsKnown() {
    IntStream.range(0, 50).forEach(i -> known.add(Endpoint.ofIpv4(0x05000000 | i, 6346)));
    IntStream.range(0, 50)
        .forEach(i -> known.add(Endpoint.parse("[2001:db8::" + (i + 1) + "]:6346")));
    int told = 0;
    for (int flags = 0; flags < 16; flags++) {
      Ping ping = new Ping(Ggep.of(GgepValues.octet(GgepIds.SUPPORT_CACHED_PONGS, flags)));
      ask(Endpoint.ofIpv4(0x05000000 | flags << 8, 1), ping);
      int most = PingAnswers.FACTOR * (Header.BYTES + ping.payloadLength());
      Pong pong = (Pong) sent.get(flags);
      assertTrue(Header.BYTES + pong.payloadLength() <= most, "flags " + flags);
      told += GgepValues.endpoints(pong.ggep(), GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6).size();
    }
    assertTrue(told > 16, told + " are told");
  }
}

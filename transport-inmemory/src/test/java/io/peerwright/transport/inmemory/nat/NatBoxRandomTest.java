package io.peerwright.transport.inmemory.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.nat.NatModel.Refresh;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The box against {@link NaiveNat}, with operations by chance. */
class NatBoxRandomTest {

  private static final Endpoint OUTSIDE = Endpoint.parse("203.0.113.9:0");

  private Random random;
  private NatBox box;
  private NaiveNat naive;
  private long now;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eim+eif",
        "eim+adf",
        "eim+apdf",
        "eimr+adf",
        "adm+eif",
        "adm+adf",
        "adm+apdf",
        "apdm+eif",
        "apdm+adf",
        "apdm+apdf",
        "apdms+adf",
        "apdms+eif",
        "eim+eif+open",
        "eim+adf+open",
        "eim+apdf+open",
        "apdm+apdf+open",
        "fw"
      })
  void agreesWithTheNaiveOne(String kind) {
    for (Refresh rule : Refresh.values()) {
      random = new Random(kind.hashCode() * 31L + rule.ordinal());
      // Few ports, so that they collide.
      NatModel model = NatModel.of(kind).withRefresh(rule).withPorts(5000, 5200);
      box = new NatBox(model, OUTSIDE, 3);
      naive = new NaiveNat(model);
      now = 0;
      for (int i = 0; i < 800; i++) {
        now += (long) (random.nextInt(8) * random.nextDouble() * 1e9);
        naive.setTime(now);
        step();
      }
    }
  }

  private void step() {
    IpProtocol protocol = random.nextBoolean() ? IpProtocol.UDP : IpProtocol.TCP;
    Endpoint inside = Endpoint.ofIpv4(0xc0a8_0002, 5000 + random.nextInt(3));
    if (box.model().mapping() != NatModel.Mapping.ONE_TO_ONE) {
      inside = Endpoint.ofIpv4(0xc0a8_0002 + random.nextInt(2), inside.port());
    }
    Endpoint remote = Endpoint.ofIpv4(0xc633_6401 + random.nextInt(3), 7000 + random.nextInt(3));
    switch (random.nextInt(5)) {
      case 0 -> outbound(protocol, inside, remote);
      case 1, 2 -> inbound(protocol, remote, somePort(protocol));
      case 3 -> {
        box.opened(inside, remote, now);
        naive.opened(inside, remote);
      }
      default -> {
        box.closed(inside, remote, now);
        naive.closed(inside, remote);
      }
    }
  }

  /** A bound one more often than not. */
  private int somePort(IpProtocol protocol) {
    int port = 5000 + random.nextInt(201);
    for (int i = 0; i < 150 && !naive.isBound(protocol, port); i++) {
      port = port == 5200 ? 5000 : port + 1;
    }
    return port;
  }

  private void outbound(IpProtocol protocol, Endpoint inside, Endpoint remote) {
    NatFlow flow = box.outbound(protocol, inside, remote, now);
    assertNotNull(flow);
    compare(naive.outbound(protocol, inside, remote, () -> flow.outside().port()), flow);
  }

  private void inbound(IpProtocol protocol, Endpoint remote, int port) {
    NatFlow flow = box.inbound(protocol, remote, port, now);
    compare(naive.inbound(protocol, remote, port, flow == null ? null : flow.seen()), flow);
  }

  private void compare(NaiveNat.Flow expected, NatFlow flow) {
    if (expected == null) {
      assertNull(flow);
      return;
    }
    assertNotNull(flow);
    assertEquals(expected.binding.inside, flow.inside());
    assertEquals(OUTSIDE.withPort(expected.binding.port), flow.outside());
    assertEquals(expected.remote, flow.remote());
    assertEquals(expected.seen, flow.seen());
    assertTrue(NaiveNat.sameAddress(flow.seen(), flow.remote()));
  }
}

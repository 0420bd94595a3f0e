package io.peerwright.transport.inmemory.nat;

import static io.peerwright.transport.inmemory.nat.IpProtocol.UDP;

import io.peerwright.api.net.Endpoint;

/** A box, endpoints on both of its sides, and a clock, for tests of its state machine. */
abstract class OneBox {

  static final Endpoint OUTSIDE = Endpoint.parse("203.0.113.9:0");
  static final Endpoint A = Endpoint.parse("192.168.0.2:5000");
  static final Endpoint A2 = Endpoint.parse("192.168.0.3:5000");
  static final Endpoint R = Endpoint.parse("198.51.100.1:7001");
  static final Endpoint R_OTHER_PORT = R.withPort(7002);
  static final Endpoint OTHER = Endpoint.parse("198.51.100.2:7001");

  NatBox box;
  long now = 1_000_000_000L;

  NatBox box(NatModel model) {
    box = new NatBox(model, OUTSIDE, 7);
    return box;
  }

  NatBox box(String kind) {
    return box(NatModel.of(kind));
  }

  Endpoint out(Endpoint from, Endpoint to) {
    NatFlow flow = box.outbound(UDP, from, to, now);
    return flow == null ? null : flow.outside();
  }

  Endpoint in(Endpoint from, Endpoint to) {
    NatFlow flow = box.inbound(UDP, from, to.port(), now);
    return flow == null ? null : flow.inside();
  }

  void pass(double seconds) {
    now += (long) (seconds * 1e9);
  }
}

package io.peerwright.overlay.hybrid.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.util.List;

/** Where metaservers and servers send a client. */
class ServerListFuzzTest extends FuzzContract {

  private static final Endpoint SOURCE = Endpoint.parse("192.0.2.1:8875");

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "napster-server-name",
            ServerListFuzzTest::read,
            "192.0.2.7:8888",
            "meta:host.example:8875",
            "[2001:db8::1%eth0]:1",
            "127.0.0.1:99999"));
  }

  private static void read(byte[] input) {
    ServerList list = new ServerList(List.of("198.51.100.1:8888"), AddressPolicy.LOCAL_SOURCES);
    String name = new String(input, ISO_8859_1);
    if (list.follow(name, SOURCE)) {
      assertEquals(name, list.current());
      try {
        list.permits(Endpoint.parse(list.address()));
      } catch (IllegalArgumentException refused) {
        // It is a host's name, or none at all: looking it up fails.
      }
    }
  }
}

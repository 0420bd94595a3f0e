package io.peerwright.kit.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTransportTest {

  /** Port mappings are told by a transport below, to an overlay above. */
  @Test
  void tellsTheAddressFromOutside() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = simulation.newHost("a", null, null);
      List<LinkAcceptor> below = new ArrayList<>();
      List<Endpoint> above = new ArrayList<>();
      new RecordingTransport(listeningOnly(below), host.loop(), new Recording())
          .listen(
              host.listenAddress(),
              SocketOptions.DEFAULT,
              new LinkAcceptor() {
                @Override
                public void onReachable(Endpoint outside) {
                  above.add(outside);
                }

                @Override
                public LinkHandler onAccept(Link link) {
                  throw new AssertionError("nobody connects");
                }
              });
      Endpoint outside = Endpoint.parse("192.0.2.1:6699");
      below.get(0).onReachable(outside);
      assertEquals(List.of(outside), above);
    }
  }

  private static Transport listeningOnly(List<LinkAcceptor> acceptors) {
    Handle handle = () -> {};
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(),
            new Class<?>[] {Transport.class},
            (proxy, method, arguments) -> {
              acceptors.add((LinkAcceptor) arguments[2]);
              return handle;
            });
  }
}

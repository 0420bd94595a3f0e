package io.peerwright.kit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class OwnAddressTransportTest {

  private static final Endpoint OWN = Endpoint.parse("192.0.2.1:6346");
  private static final Endpoint OTHER = Endpoint.parse("192.0.2.2:0");

  private static Transport host(Endpoint... addresses) {
    Transport host = mock(Transport.class);
    when(host.localAddresses()).thenReturn(List.of(addresses));
    return host;
  }

  private static @Nullable Endpoint dialledFrom(SocketOptions options, String remote) {
    Transport host = host(OWN.withPort(0), OTHER);
    LinkHandler handler = mock(LinkHandler.class);
    OwnAddressTransport.around(host, OWN).connect(Endpoint.parse(remote), options, handler);
    ArgumentCaptor<SocketOptions> used = ArgumentCaptor.forClass(SocketOptions.class);
    verify(host).connect(any(), used.capture(), any());
    return used.getValue().local();
  }

  @Test
  void dialsFromWhereItListens() {
    assertEquals(OWN.withPort(0), dialledFrom(SocketOptions.DEFAULT, "198.51.100.7:6346"));
  }

  @Test
  void whoSaysWhereItComesFromComesFromThere() {
    SocketOptions options = SocketOptions.DEFAULT.withLocal(OTHER);
    assertEquals(OTHER, dialledFrom(options, "198.51.100.7:6346"));
  }

  @Test
  void anotherNetworkIsNotDialledFromThere() {
    assertNull(dialledFrom(SocketOptions.DEFAULT, "127.0.0.1:6346"));
    assertNull(dialledFrom(SocketOptions.DEFAULT, "[2001:db8::7]:6346"));
  }

  @Test
  void standsNowhereWithoutNeed() {
    Transport one = host(OWN.withPort(0));
    assertSame(one, OwnAddressTransport.around(one, OWN));
    Transport two = host(OWN.withPort(0), OTHER);
    assertSame(two, OwnAddressTransport.around(two, Endpoint.parse("0.0.0.0:6346")));
  }
}

package io.peerwright.api.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketOptionsTest {

  private static final Endpoint LOCAL = Endpoint.parse("127.0.0.1:6346");

  @ParameterizedTest
  @CsvSource({
    "0, 65536, 1024, 1,   connectWithinNanos",
    "1, 1023,  1024, 1,   sendBufferBytes",
    "1, 65536, 0,    1,   backlog",
    "1, 65536, 1024, -1,  multicastTtl",
    "1, 65536, 1024, 256, multicastTtl",
  })
  void refusesWhatIsOutOfRange(long nanos, int buffer, int backlog, int ttl, String named) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SocketOptions(null, nanos, buffer, false, backlog, null, ttl, true));
    assertTrue(error.getMessage().startsWith(named), error.getMessage());
  }

  @Test
  void takesTheEndsOfTheRanges() {
    assertEquals(0, new SocketOptions(null, 1, 1024, false, 1, null, 0, true).multicastTtl());
    assertEquals(255, new SocketOptions(null, 1, 1024, false, 1, null, 255, true).multicastTtl());
  }

  @Test
  void eachChangeLeavesTheRestAlone() {
    SocketOptions all =
        SocketOptions.DEFAULT
            .withLocal(LOCAL)
            .withConnectWithinNanos(5)
            .withSendBufferBytes(2048)
            .withReuse()
            .withMulticast(LOCAL, 8, false);
    assertEquals(new SocketOptions(LOCAL, 5, 2048, true, 1024, LOCAL, 8, false), all);
    SocketOptions otherOrder =
        SocketOptions.DEFAULT
            .withMulticast(LOCAL, 8, false)
            .withReuse()
            .withSendBufferBytes(2048)
            .withConnectWithinNanos(5)
            .withLocal(LOCAL);
    assertEquals(all, otherOrder);
    assertFalse(SocketOptions.DEFAULT.reuse());
  }
}

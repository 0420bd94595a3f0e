package io.peerwright.multicast.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceIdTest {

  @Test
  void eachLifeHasItsOwnEpoch() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Loop loop = simulation.newHost("a", null, null).loop();
      Endpoint source = Endpoint.parse("192.0.2.1:5000");
      loop.execute(
          () -> assertNotEquals(SourceId.starting(source, loop), SourceId.starting(source, loop)));
      simulation.runFor(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1:5000", "[2001:db8::1]:65535"})
  void isReadAsItWasWritten(String source) {
    SourceId id = new SourceId(Endpoint.parse(source), 0x8000_0000_1234_5678L);
    ByteBuffer bytes = ByteBuffer.allocate(SourceId.MAX_BYTES);
    id.write(bytes);
    assertEquals(id.length(), bytes.position());
    assertEquals(id, SourceId.read(bytes.flip()));
    ByteBuffer cut = bytes.rewind().limit(bytes.limit() - 1);
    assertThrows(BufferUnderflowException.class, () -> SourceId.read(cut));
  }
}

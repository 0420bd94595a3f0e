package io.peerwright.transport.inmemory.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.transport.inmemory.nat.NatModel.Allocation;
import io.peerwright.transport.inmemory.nat.NatModel.Egress;
import io.peerwright.transport.inmemory.nat.NatModel.Filtering;
import io.peerwright.transport.inmemory.nat.NatModel.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatModelTest {

  @Test
  void kindsAreComposedOfTheirParts() {
    NatModel model = NatModel.of("apdms+adf+hairpin+open");
    assertEquals(Mapping.ADDRESS_AND_PORT_DEPENDENT, model.mapping());
    assertEquals(Filtering.ADDRESS_DEPENDENT, model.filtering());
    assertEquals(Allocation.SEQUENTIAL, model.allocation());
    assertTrue(model.hairpin());
    assertTrue(model.answersUnsolicited());
    assertEquals(NatModel.DEFAULT, NatModel.of("eim+apdf"));
    assertEquals(Allocation.HASHED, NatModel.of("eimr+eif").allocation());
    assertEquals(Allocation.HASHED, NatModel.of("adm+eif").allocation());
    assertEquals(Allocation.RANDOM, NatModel.of("apdm+eif").allocation());
  }

  @Test
  void classicNamesMeanTheSame() {
    assertEquals(NatModel.of("eim+eif"), NatModel.of("full-cone"));
    assertEquals(NatModel.of("eim+adf"), NatModel.of("restricted"));
    assertEquals(NatModel.of("eim+apdf"), NatModel.of("port-restricted"));
    assertEquals(NatModel.of("apdm+apdf"), NatModel.of("symmetric"));
    assertEquals(Egress.TCP, NatModel.of("udp-blocked").egress());
    assertEquals(Egress.TCP_443, NatModel.of("blocked").egress());
    assertEquals(Mapping.ONE_TO_ONE, NatModel.of("fw").mapping());
    assertEquals(Filtering.ENDPOINT_INDEPENDENT, NatModel.of("none").filtering());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eim", "eim+", "eif+eim", "eim+eif+", "eim+eif+closed", "NONE"})
  void unknownKindsAreRefusedWithTheKnownOnes(String kind) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> NatModel.of(kind));
    assertTrue(refused.getMessage().contains("\"" + kind + "\""), refused.getMessage());
    assertTrue(refused.getMessage().contains("eim+apdf"), refused.getMessage());
  }

  @Test
  void rangesAreChecked() {
    NatModel model = NatModel.DEFAULT;
    refuses("firstPort", () -> model.withPorts(0, 10));
    refuses("firstPort", () -> model.withPorts(11, 10));
    refuses("lastPort", () -> model.withPorts(1, 65_536));
    refuses("udpUnrepliedMillis", () -> model.withLifetimes(0, 1, 1));
    refuses("udpRepliedMillis", () -> model.withLifetimes(2, 1, 1));
    refuses("tcpTransitoryMillis", () -> model.withLifetimes(1, 1, 0));
    refuses("maxFlows", () -> model.withMaxFlows(0));
  }

  private static void refuses(String component, Runnable made) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, made::run);
    assertTrue(refused.getMessage().startsWith(component + " must be"), refused.getMessage());
  }
}

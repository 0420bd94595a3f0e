package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.ServerLimits;
import io.peerwright.overlay.hybrid.config.ServerReferrals;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class HybridServerProviderTest {

  @Test
  void isFound() {
    ServiceLoader<?> loader = ServiceLoader.load(OverlayProvider.class);
    assertTrue(loader.stream().anyMatch(found -> found.type() == HybridServerProvider.class));
  }

  @Test
  void explainsEveryComponent() {
    HybridServerProvider provider = new HybridServerProvider();
    for (RecordComponent component : provider.configType().getRecordComponents()) {
      assertFalse(provider.explain(component.getName()).isEmpty(), component.getName());
    }
    assertEquals("", provider.explain("nothing"));
  }

  @Test
  void badValuesAreNamed() {
    assertEquals(
        "maxUsers must be within 1..1000000, is 0",
        assertThrows(IllegalArgumentException.class, () -> config("hub", 0)).getMessage());
    assertEquals(
        "serverName must have 1 to 64 ASCII characters without spaces and quotes",
        assertThrows(IllegalArgumentException.class, () -> config("my hub", 1)).getMessage());
  }

  private static HybridServerConfig config(String name, int maxUsers) {
    return new HybridServerConfig(
        null,
        name,
        List.of(),
        maxUsers,
        1,
        2_048,
        1,
        65_536,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        1,
        1,
        1,
        HybridServerConfig.Registration.OPEN,
        0,
        true,
        null,
        ServerLimits.DEFAULT,
        ServerReferrals.NONE,
        Duration.ZERO);
  }
}

package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.bittorrent.tracker.Trackers;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class TrackerProviderTest {

  @Test
  void isFound() {
    ServiceLoader<?> loader = ServiceLoader.load(OverlayProvider.class);
    assertTrue(loader.stream().anyMatch(found -> found.type() == TrackerProvider.class));
  }

  @Test
  void explainsEveryComponent() {
    TrackerProvider provider = new TrackerProvider();
    for (RecordComponent component : provider.configType().getRecordComponents()) {
      assertFalse(provider.explain(component.getName()).isEmpty(), component.getName());
    }
    assertEquals("", provider.explain("nothing"));
  }

  @Test
  void badValuesAreNamed() {
    refused("maxPeers must be within 1..100000000, is 0", "maxPeers", 0);
    refused("minInterval must be within 1s..30m, is 31m", "minInterval", Duration.ofMinutes(31));
    refused("defaultPeers must be within 0..200, is 201", "defaultPeers", 201);
    refused(
        "whitelist holds info-hashes of 40 hexadecimal digits, not \"abc\"",
        "whitelist",
        List.of("abc"));
    refused("keys have 1 to 64 letters, digits, and -_~, unlike \"a/b\"", "keys", List.of("a/b"));
    refused("http and udp cannot both be false", "http", false, "udp", false);
  }

  private static void refused(String message, Object... namesAndValues) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Trackers.config(namesAndValues))
            .getMessage());
  }
}

package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings that --forwarding stands for. */
class ForwardingOptionTest {

  @Test
  void eachNameIsAConfigurationOfGnutella() {
    try (Peerwright peerwright = Peerwright.open()) {
      for (String name : new String[] {"flood", "ring+qrp", "walk", "dq", "dq+qrp"}) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("/transport/type", "inmemory");
        values.put("/overlays/0/type", "gnutella");
        ForwardingOption.settings(name)
            .forEach((key, value) -> values.put("/overlays/0/" + key, value));
        PeerConfig config = peerwright.parse("{}", values);
        String text = String.valueOf(config.overlays().get(0).config());
        assertTrue(text.contains("queryRouting=" + name.endsWith("+qrp")), text);
        assertTrue(text.contains("forwarding=" + constant(name)), text);
      }
    }
  }

  private static String constant(String name) {
    return switch (name) {
      case "flood" -> "FLOOD";
      case "ring+qrp" -> "EXPANDING_RING";
      case "walk" -> "RANDOM_WALK";
      default -> "DYNAMIC_QUERY";
    };
  }

  @Test
  void anotherNameIsRefusedWithThoseThereAre() {
    UserException refused =
        assertThrows(UserException.class, () -> ForwardingOption.settings("dq+tables"));
    assertEquals(
        "--forwarding takes one of flood, flood+qrp, ring, ring+qrp, walk, walk+qrp, dq, dq+qrp,"
            + " not dq+tables",
        refused.getMessage());
  }
}

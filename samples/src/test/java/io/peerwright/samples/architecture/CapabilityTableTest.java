package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Relay;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.runtime.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README says which overlay can take the place of which; the plug-ins themselves know best. */
class CapabilityTableTest {

  private static final List<Class<? extends Capability>> COLUMNS =
      List.of(
          KeywordSearch.class,
          Sharing.class,
          Browse.class,
          Fetch.class,
          Swarm.class,
          KeyLookup.class,
          Naming.class,
          Messaging.class,
          Relay.class,
          Multicast.class);

  private static String row(String name, OverlayProvider<?> provider) {
    return COLUMNS.stream()
        .map(column -> provider.capabilities().contains(column) ? "yes" : "-")
        .collect(Collectors.joining(" | ", "| `" + name + "` | ", " |\n"));
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| overlay | ");
    COLUMNS.forEach(column -> table.append(column.getSimpleName()).append(" | "));
    table.setLength(table.length() - 1);
    table.append('\n').append("|---".repeat(COLUMNS.size() + 1)).append("|\n");
    Plugins plugins = Plugins.installed();
    Map<String, OverlayProvider<?>> all = new TreeMap<>(plugins.overlays());
    all.putAll(plugins.namings());
    all.putAll(plugins.multicasts());
    all.forEach((name, provider) -> table.append(row(name, provider)));
    return table.toString();
  }

  @Test
  void readmeTellsWhatEachOverlayOffers() throws IOException {
    String readme = Files.readString(Path.of("..").resolve("README.md"));
    assertTrue(readme.contains(table()), "README.md should have this table:\n" + table());
  }
}

package io.peerwright.testkit;

import io.peerwright.api.spi.OverlayProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds providers by name, as the runtime does. */
final class Providers {

  private Providers() {}

  /**
   * The provider of a name.
   *
   * @throws IllegalArgumentException that says which ones there are
   */
  @SuppressWarnings("rawtypes") // a class literal has no parameters
  static OverlayProvider<?> named(String name) {
    List<String> known = new ArrayList<>();
    for (OverlayProvider provider : ServiceLoader.load(OverlayProvider.class)) {
      if (provider.name().equals(name)) {
        return provider;
      }
      known.add(provider.name());
    }
    throw new IllegalArgumentException(
        "no overlay \"" + name + "\"; found are " + known.stream().sorted().toList());
  }
}

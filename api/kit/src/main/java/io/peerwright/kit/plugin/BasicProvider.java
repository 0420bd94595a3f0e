package io.peerwright.kit.plugin;

import io.peerwright.api.spi.Provider;
import java.util.Map;

/**
 * What all providers repeat: name, configuration, explanations. A plug-in's provider extends it and
 * implements its kind of provider.
 *
 * @param <C> the configuration
 */
public abstract class BasicProvider<C extends Record> implements Provider<C> {

  private final String name;
  private final C defaults;
  private final Map<String, String> explanations;

  /**
   * A provider.
   *
   * @param name see {@link #name}
   * @param defaults see {@link #defaults}
   * @param explanations of each component of the record, by its name; see {@link #explain}
   */
  protected BasicProvider(String name, C defaults, Map<String, String> explanations) {
    this.name = name;
    this.defaults = defaults;
    this.explanations = Map.copyOf(explanations);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  @SuppressWarnings("unchecked") // a record has no subclasses
  public final Class<C> configType() {
    return (Class<C>) defaults.getClass();
  }

  @Override
  public final C defaults() {
    return defaults;
  }

  @Override
  public final String explain(String component) {
    return explanations.getOrDefault(component, "");
  }
}

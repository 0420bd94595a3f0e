package io.peerwright.runtime;

import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.api.spi.NamingProvider;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.api.spi.Provider;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.api.spi.TransportProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plug-ins that are installed, by name. Immutable; may be used by any thread.
 *
 * <p>A plug-in that cannot be loaded is left out and told by {@link #problems()}; two plug-ins of
 * one kind and one name are an error, for nobody could say which one a configuration means.
 */
public final class Plugins {

  private static final Plugins NONE =
      new Plugins(
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          List.of());

  private final SortedMap<String, TransportProvider<?>> transports;
  private final SortedMap<String, TransportDecorator<?>> decorators;
  private final SortedMap<String, OverlayProvider<?>> overlays;
  private final SortedMap<String, NamingProvider<?>> namings;
  private final SortedMap<String, MulticastProvider<?>> multicasts;
  private final List<String> problems;

  private Plugins(Discovery discovery) {
    transports = discovery.find(TransportProvider.class);
    decorators = discovery.find(TransportDecorator.class);
    overlays = discovery.find(OverlayProvider.class);
    namings = discovery.find(NamingProvider.class);
    multicasts = discovery.find(MulticastProvider.class);
    problems = List.copyOf(discovery.problems());
  }

  private Plugins(Plugins found, Collection<? extends Provider<?>> more) {
    transports = Discovery.merge(TransportProvider.class, found.transports, more);
    decorators = Discovery.merge(TransportDecorator.class, found.decorators, more);
    overlays = Discovery.merge(OverlayProvider.class, found.overlays, ordinary(more));
    namings = Discovery.merge(NamingProvider.class, found.namings, more);
    multicasts = Discovery.merge(MulticastProvider.class, found.multicasts, more);
    problems = found.problems;
  }

  private Plugins(
      SortedMap<String, TransportProvider<?>> transports,
      SortedMap<String, TransportDecorator<?>> decorators,
      SortedMap<String, OverlayProvider<?>> overlays,
      SortedMap<String, NamingProvider<?>> namings,
      SortedMap<String, MulticastProvider<?>> multicasts,
      List<String> problems) {
    this.transports = transports;
    this.decorators = decorators;
    this.overlays = overlays;
    this.namings = namings;
    this.multicasts = multicasts;
    this.problems = problems;
  }

  /** Without those that are chosen by a section of their own. */
  private static List<Provider<?>> ordinary(Collection<? extends Provider<?>> providers) {
    List<Provider<?>> some = new ArrayList<>(providers);
    some.removeIf(each -> each instanceof NamingProvider || each instanceof MulticastProvider);
    return some;
  }

  /**
   * The plug-ins on the class path and the module path of the application.
   *
   * @throws PeerwrightException if two have the same name; names both jars
   */
  public static Plugins installed() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return find(context != null ? context : Plugins.class.getClassLoader());
  }

  /**
   * The plug-ins that a class loader and module layers see, their parents included.
   *
   * @throws PeerwrightException if two have the same name; names both jars
   */
  public static Plugins find(ClassLoader loader, ModuleLayer... layers) {
    return new Plugins(Discovery.of(loader, List.of(layers)));
  }

  /**
   * These and those of a folder: each jar there, and each folder of jars, is loaded by a class
   * loader of its own. What cannot be loaded is left out and told by {@link #problems()}.
   *
   * @throws PeerwrightException if there is no such folder, or two plug-ins have the same name
   */
  public Plugins withFolder(Path folder) {
    List<Provider<?>> found = new ArrayList<>();
    Set<String> troubles = new LinkedHashSet<>(problems);
    for (ClassLoader loader : PluginFolder.loaders(folder, Plugins.class.getClassLoader())) {
      Discovery discovery = Discovery.ownOf(loader);
      found.addAll(discovery.<TransportProvider<?>>find(TransportProvider.class).values());
      found.addAll(discovery.<TransportDecorator<?>>find(TransportDecorator.class).values());
      found.addAll(discovery.<OverlayProvider<?>>find(OverlayProvider.class).values());
      found.addAll(discovery.<NamingProvider<?>>find(NamingProvider.class).values());
      found.addAll(discovery.<MulticastProvider<?>>find(MulticastProvider.class).values());
      troubles.addAll(discovery.problems());
    }
    Plugins all = with(found);
    return new Plugins(
        all.transports,
        all.decorators,
        all.overlays,
        all.namings,
        all.multicasts,
        List.copyOf(troubles));
  }

  /**
   * These and more, such as plug-ins that an application makes itself.
   *
   * @throws PeerwrightException if a name is bad, or taken by another one of the same kind
   */
  public Plugins with(Collection<? extends Provider<?>> more) {
    return new Plugins(this, more);
  }

  /**
   * These, each in place of another one of its kind and name, such as a transport made for a test.
   *
   * @throws PeerwrightException if a name is bad, or two of {@code more} share it
   */
  public Plugins overriddenBy(Collection<? extends Provider<?>> more) {
    Plugins above = NONE.with(more);
    return new Plugins(
        overridden(transports, above.transports),
        overridden(decorators, above.decorators),
        overridden(overlays, above.overlays),
        overridden(namings, above.namings),
        overridden(multicasts, above.multicasts),
        problems);
  }

  private static <P> SortedMap<String, P> overridden(
      SortedMap<String, P> below, SortedMap<String, P> above) {
    SortedMap<String, P> all = new TreeMap<>(below);
    all.putAll(above);
    return Collections.unmodifiableSortedMap(all);
  }

  /** Transports, sorted by name. */
  public SortedMap<String, TransportProvider<?>> transports() {
    return transports;
  }

  /** What can be put around a transport, sorted by name. */
  public SortedMap<String, TransportDecorator<?>> decorators() {
    return decorators;
  }

  /** Overlays, sorted by name. */
  public SortedMap<String, OverlayProvider<?>> overlays() {
    return overlays;
  }

  /** What registers and resolves names, sorted by name. */
  public SortedMap<String, NamingProvider<?>> namings() {
    return namings;
  }

  /** What sends to groups, sorted by name. */
  public SortedMap<String, MulticastProvider<?>> multicasts() {
    return multicasts;
  }

  /** A line for each plug-in that is there but could not be loaded. */
  public List<String> problems() {
    return problems;
  }
}

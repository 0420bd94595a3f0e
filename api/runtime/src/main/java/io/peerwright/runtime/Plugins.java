package io.peerwright.runtime;

import io.peerwright.api.overlay.Capability;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.api.spi.NamingProvider;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.api.spi.Provider;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.api.spi.TransportProvider;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The plug-ins that are installed, by name. Immutable; may be used by any thread.
 *
 * <p>A plug-in that cannot be loaded is left out and told by {@link #problems()}; two plug-ins of
 * one kind and one name are an error, for nobody could say which one a configuration means.
 */
public final class Plugins {

  private static final List<Class<?>> KINDS =
      List.of(
          TransportProvider.class,
          TransportDecorator.class,
          OverlayProvider.class,
          NamingProvider.class,
          MulticastProvider.class);

  private static final Plugins NONE = new Plugins(kind -> new TreeMap<>(), List.of());

  private final Map<Class<?>, SortedMap<String, Provider<?>>> byKind = new LinkedHashMap<>();
  private final List<String> problems;

  private Plugins(
      Function<Class<?>, SortedMap<String, Provider<?>>> ofKind, Collection<String> problems) {
    KINDS.forEach(kind -> byKind.put(kind, Collections.unmodifiableSortedMap(ofKind.apply(kind))));
    this.problems = List.copyOf(problems);
  }

  private static Plugins found(Discovery discovery) {
    return new Plugins(discovery::find, discovery.problems());
  }

  /** Whether a plug-in is of a kind; one that a section of its own chooses is no overlay. */
  private static boolean is(Class<?> kind, Provider<?> provider) {
    boolean special = provider instanceof NamingProvider || provider instanceof MulticastProvider;
    return kind.isInstance(provider) && (kind != OverlayProvider.class || !special);
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
    return found(Discovery.of(loader, List.of(layers)));
  }

  /**
   * These and those of a folder: each jar there, and each folder of jars, is loaded by a class
   * loader of its own. What cannot be loaded is left out and told by {@link #problems()}.
   *
   * @throws PeerwrightException if there is no such folder, or two plug-ins have the same name
   */
  public Plugins withFolder(Path folder) {
    List<ClassLoader> loaders = PluginFolder.loaders(folder, Plugins.class.getClassLoader());
    if (loaders.isEmpty()) {
      return plus(kind -> List.of(), List.of("no jar is in " + folder));
    }
    Plugins all = this;
    for (ClassLoader loader : loaders) {
      Plugins own = found(Discovery.ownOf(loader));
      // It sees the problems of its parents, too.
      boolean nothing = problems.containsAll(own.problems) && KINDS.stream().allMatch(own::hasNo);
      all =
          all.plus(
              kind -> own.ofKind(kind).values(),
              nothing ? List.of(PluginFolder.whyEmpty(loader)) : own.problems);
    }
    return all;
  }

  /**
   * These and more, such as plug-ins that an application makes itself.
   *
   * @throws PeerwrightException if a name is bad, or taken by another one of the same kind
   */
  public Plugins with(Collection<? extends Provider<?>> more) {
    return plus(kind -> more.stream().filter(each -> is(kind, each)).toList(), List.of());
  }

  private Plugins plus(
      Function<Class<?>, Collection<? extends Provider<?>>> more, List<String> troubles) {
    Set<String> all = new LinkedHashSet<>(problems);
    all.addAll(troubles);
    return new Plugins(kind -> Discovery.merge(kind, ofKind(kind), more.apply(kind)), all);
  }

  /**
   * These, each in place of another one of its kind and name, such as a transport made for a test.
   *
   * @throws PeerwrightException if a name is bad, or two of {@code more} share it
   */
  public Plugins overriddenBy(Collection<? extends Provider<?>> more) {
    Plugins above = NONE.with(more);
    return new Plugins(
        kind -> {
          SortedMap<String, Provider<?>> both = new TreeMap<>(ofKind(kind));
          both.putAll(above.ofKind(kind));
          return both;
        },
        problems);
  }

  private SortedMap<String, Provider<?>> ofKind(Class<?> kind) {
    return byKind.getOrDefault(kind, Collections.emptySortedMap());
  }

  private boolean hasNo(Class<?> kind) {
    return ofKind(kind).isEmpty();
  }

  /** Only providers of a kind are filed under it. */
  @SuppressWarnings("unchecked")
  private <P> SortedMap<String, P> of(Class<? super P> kind) {
    return (SortedMap<String, P>) ofKind(kind);
  }

  /** Transports, sorted by name. */
  public SortedMap<String, TransportProvider<?>> transports() {
    return of(TransportProvider.class);
  }

  /** What can be put around a transport, sorted by name. */
  public SortedMap<String, TransportDecorator<?>> decorators() {
    return of(TransportDecorator.class);
  }

  /** Overlays, sorted by name. */
  public SortedMap<String, OverlayProvider<?>> overlays() {
    return of(OverlayProvider.class);
  }

  /** What registers and resolves names, sorted by name. */
  public SortedMap<String, NamingProvider<?>> namings() {
    return of(NamingProvider.class);
  }

  /** What sends to groups, sorted by name. */
  public SortedMap<String, MulticastProvider<?>> multicasts() {
    return of(MulticastProvider.class);
  }

  /**
   * The overlays, and those with a section of their own, that can do this, at the most; sorted.
   *
   * @param capability such as {@link io.peerwright.api.overlay.KeywordSearch}
   */
  public SortedSet<String> offering(Class<? extends Capability> capability) {
    SortedSet<String> names = new TreeSet<>();
    for (Class<?> kind : KINDS) {
      ofKind(kind)
          .forEach(
              (name, provider) -> {
                if (Provided.offers(provider, capability)) {
                  names.add(name);
                }
              });
    }
    return names;
  }

  /** The same as the end of a message: what could be put into the configuration. */
  String whoOffers(Class<? extends Capability> capability) {
    SortedSet<String> able = offering(capability);
    return able.isEmpty()
        ? "none of those that are installed offers " + capability.getSimpleName()
        : "of those that are installed " + String.join(", ", able) + " can";
  }

  /** A line for each plug-in that is there but could not be loaded. */
  public List<String> problems() {
    return problems;
  }
}

package io.peerwright.runtime;

import io.peerwright.api.Reason;
import io.peerwright.api.spi.Provider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Goes through the service files and modules, and keeps what works. */
final class Discovery {

  /** A service file that only produces errors must not keep us busy for ever. */
  private static final int MOST_PROBLEMS = 100;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final ClassLoader loader;
  private final List<ModuleLayer> layers;
  private final boolean parentsToo;
  private final List<String> problems = new ArrayList<>();

  private Discovery(ClassLoader loader, List<ModuleLayer> layers, boolean parentsToo) {
    this.loader = loader;
    this.layers = layers;
    this.parentsToo = parentsToo;
  }

  /** What a class loader and module layers see, their parents included. */
  static Discovery of(ClassLoader loader, List<ModuleLayer> layers) {
    return new Discovery(loader, layers, true);
  }

  /** What one class loader adds to its parents. */
  static Discovery ownOf(ClassLoader loader) {
    return new Discovery(loader, List.of(), false);
  }

  List<String> problems() {
    return problems;
  }

  /** All providers of a kind by name; the service loader's own order depends on the class path. */
  <P extends Provider<?>> SortedMap<String, P> find(Class<? super P> kind) {
    SortedMap<String, P> found = new TreeMap<>();
    // A class can be seen through the loader and through a layer; it is one provider all the same.
    Set<Class<?>> seen = new LinkedHashSet<>();
    collect(kind, ServiceLoader.load(kind, loader).stream().iterator(), seen, found);
    for (ModuleLayer layer : layers) {
      collect(kind, ServiceLoader.load(layer, kind).stream().iterator(), seen, found);
    }
    return Collections.unmodifiableSortedMap(found);
  }

  private <P extends Provider<?>> void collect(
      Class<?> kind,
      Iterator<? extends ServiceLoader.Provider<?>> services,
      Set<Class<?>> seen,
      SortedMap<String, P> found) {
    while (problems.size() < MOST_PROBLEMS) {
      try {
        if (!services.hasNext()) {
          return;
        }
        ServiceLoader.Provider<?> service = services.next();
        Class<?> type = service.type();
        if ((parentsToo || type.getClassLoader() == loader) && seen.add(type)) {
          @SuppressWarnings("unchecked")
          P provider = (P) service.get();
          add(kind, provider, found);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        problems.add(e.getMessage() + because(e.getCause()));
      }
    }
  }

  private <P extends Provider<?>> void add(Class<?> kind, P provider, SortedMap<String, P> found) {
    String name;
    try {
      name = nameOf(provider);
    } catch (RuntimeException | LinkageError e) {
      problems.add(provider.getClass().getName() + " has no usable name" + because(e));
      return;
    }
    put(kind, name, provider, found);
  }

  /** Those found and those of this kind among {@code more}, by name. */
  static <P extends Provider<?>> SortedMap<String, P> merge(
      Class<? super P> kind, SortedMap<String, P> found, Collection<? extends Provider<?>> more) {
    SortedMap<String, P> all = new TreeMap<>(found);
    for (Provider<?> provider : more) {
      if (kind.isInstance(provider)) {
        @SuppressWarnings("unchecked")
        P fitting = (P) provider;
        put(kind, nameOf(fitting), fitting, all);
      }
    }
    return Collections.unmodifiableSortedMap(all);
  }

  private static String nameOf(Provider<?> provider) {
    String name = provider.name();
    if (!NAME.matcher(name).matches()) {
      throw new PeerwrightException(
          Reason.FAILED,
          "\"" + name + "\" is not made of lower-case words with hyphens between them");
    }
    return name;
  }

  private static <P extends Provider<?>> void put(
      Class<?> kind, String name, P provider, SortedMap<String, P> found) {
    P other = found.putIfAbsent(name, provider);
    if (other != null) {
      throw new PeerwrightException(
          Reason.FAILED,
          "two plug-ins of the kind "
              + kind.getSimpleName()
              + " are called \""
              + name
              + "\": "
              + origin(other)
              + " and "
              + origin(provider)
              + "; take one of them away");
    }
  }

  private static String because(@Nullable Throwable cause) {
    return cause == null ? "" : " (" + cause + ")";
  }

  /** The class and the jar or folder that it came from. */
  private static String origin(Object provider) {
    Class<?> type = provider.getClass();
    CodeSource source = type.getProtectionDomain().getCodeSource();
    String jar = source == null ? "the JDK" : String.valueOf(source.getLocation());
    return type.getName() + " in " + jar;
  }
}

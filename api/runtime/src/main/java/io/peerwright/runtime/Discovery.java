package io.peerwright.runtime;

import io.peerwright.api.Reason;
import io.peerwright.api.spi.Provider;
import java.util.ArrayList;
import java.util.Collection;
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
  SortedMap<String, Provider<?>> find(Class<?> kind) {
    SortedMap<String, Provider<?>> found = new TreeMap<>();
    // A class can be seen through the loader and through a layer; it is one provider all the same.
    Set<Class<?>> seen = new LinkedHashSet<>();
    collect(kind, ServiceLoader.load(kind, loader).stream().iterator(), seen, found);
    for (ModuleLayer layer : layers) {
      collect(kind, ServiceLoader.load(layer, kind).stream().iterator(), seen, found);
    }
    return found;
  }

  private void collect(
      Class<?> kind,
      Iterator<? extends ServiceLoader.Provider<?>> services,
      Set<Class<?>> seen,
      SortedMap<String, Provider<?>> found) {
    while (problems.size() < MOST_PROBLEMS) {
      String origin = parentsToo ? "a plug-in" : Origin.of(loader);
      try {
        if (!services.hasNext()) {
          return;
        }
        ServiceLoader.Provider<?> service = services.next();
        Class<?> type = service.type();
        if ((parentsToo || type.getClassLoader() == loader) && seen.add(type)) {
          origin = Origin.of(type);
          add(kind, (Provider<?>) service.get(), found);
        }
      } catch (ServiceConfigurationError e) {
        problems.add(e.getMessage() + because(origin, e.getCause()));
      } catch (LinkageError e) {
        problems.add(
            origin + " of the kind " + kind.getSimpleName() + ": " + Origin.missing(origin, e));
      }
    }
  }

  private void add(Class<?> kind, Provider<?> provider, SortedMap<String, Provider<?>> found) {
    String name;
    try {
      name = nameOf(provider);
    } catch (RuntimeException | LinkageError e) {
      String type = provider.getClass().getName();
      problems.add(type + " has no usable name" + because(Origin.of(provider.getClass()), e));
      return;
    }
    put(kind, name, provider, found);
  }

  /** Those found and more of this kind, by name. */
  static SortedMap<String, Provider<?>> merge(
      Class<?> kind, SortedMap<String, Provider<?>> found, Collection<? extends Provider<?>> more) {
    SortedMap<String, Provider<?>> all = new TreeMap<>(found);
    for (Provider<?> provider : more) {
      put(kind, nameOf(provider), provider, all);
    }
    return all;
  }

  private static String nameOf(Provider<?> provider) {
    String name = provider.name();
    if (name == null || !NAME.matcher(name).matches()) {
      throw new PeerwrightException(
          Reason.FAILED,
          "\"" + name + "\" is not made of lower-case words with hyphens between them");
    }
    return name;
  }

  private static void put(
      Class<?> kind, String name, Provider<?> provider, SortedMap<String, Provider<?>> found) {
    Provider<?> other = found.putIfAbsent(name, provider);
    if (other != null) {
      throw new PeerwrightException(
          Reason.FAILED,
          "two plug-ins of the kind "
              + kind.getSimpleName()
              + " are called \""
              + name
              + "\": "
              + Origin.of(other.getClass())
              + " and "
              + Origin.of(provider.getClass())
              + "; take one of them away");
    }
  }

  private static String because(String origin, @Nullable Throwable cause) {
    if (cause instanceof LinkageError missing) {
      return " (" + Origin.missing(origin, missing) + ")";
    }
    return cause == null ? "" : " (" + cause + ")";
  }
}

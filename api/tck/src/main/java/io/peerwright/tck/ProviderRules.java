package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.api.spi.NamingProvider;
import io.peerwright.api.spi.OverlayProvider;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link OverlayProvider} must do, as tests derived from its Javadoc. */
abstract class ProviderRules<C extends Record> extends OverlayUnderTest<C> {

  /** How many broken plug-ins of others are passed over. */
  private static final int MOST_BROKEN = 100;

  /** What is one value in a configuration, besides enums. */
  private static final Set<Class<?>> SINGLE =
      Set.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class,
          String.class,
          Duration.class,
          Endpoint.class,
          HostPort.class,
          Path.class);

  /** What only few components can be. */
  private static final Map<Class<?>, List<Object>> ODD =
      Map.of(
          int.class,
          List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE),
          long.class,
          List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE),
          double.class,
          List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY),
          String.class,
          List.of("", " ", "\u0000"),
          Duration.class,
          List.of(Duration.ofSeconds(-1), Duration.ZERO, Duration.ofDays(1L << 40)));

  @Test
  void nameIsLowerCase() {
    String name = provider().name();
    assertTrue(
        name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), "not a name for a configuration: " + name);
    assertEquals(name, overlay().name());
  }

  /** As the runtime finds it: by its own kind, and whoever else is there and broken. */
  @Test
  void isFoundByServiceLoader() {
    Class<?> kind =
        provider() instanceof NamingProvider
            ? NamingProvider.class
            : provider() instanceof MulticastProvider
                ? MulticastProvider.class
                : OverlayProvider.class;
    assertTrue(
        isFound(kind),
        "no provides in module-info.java or line in META-INF/services for " + kind.getName());
  }

  private boolean isFound(Class<?> kind) {
    Iterator<? extends ServiceLoader.Provider<?>> all =
        ServiceLoader.load(kind).stream().iterator();
    for (int broken = 0; broken < MOST_BROKEN; ) {
      try {
        if (!all.hasNext()) {
          return false;
        }
        if (all.next().type() == provider().getClass()) {
          return true;
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        broken++;
      }
    }
    return false;
  }

  @Test
  void defaultsAreValid() throws ReflectiveOperationException {
    C defaults = provider().defaults();
    assertEquals(provider().configType(), defaults.getClass());
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = components[i].getAccessor().invoke(defaults);
    }
    Constructor<?> canonical = defaults.getClass().getDeclaredConstructor(types);
    assertEquals(defaults, canonical.newInstance(values));
    assertEquals(defaults, provider().defaults());
  }

  /** Of what a person may write without meaning it. */
  @Test
  void refusesImpossibleValuesByName() throws ReflectiveOperationException {
    C defaults = provider().defaults();
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] usual = new Object[components.length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      usual[i] = components[i].getAccessor().invoke(defaults);
      names.add(components[i].getName());
    }
    Constructor<?> canonical = defaults.getClass().getDeclaredConstructor(types);
    for (int i = 0; i < types.length; i++) {
      for (Object odd : ODD.getOrDefault(types[i], List.of())) {
        Object[] values = usual.clone();
        values[i] = odd;
        assertTakenOrRefused(canonical, values, names, names.get(i) + " = " + odd);
      }
    }
  }

  private static void assertTakenOrRefused(
      Constructor<?> canonical, Object[] values, List<String> names, String what)
      throws ReflectiveOperationException {
    try {
      canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      IllegalArgumentException refused =
          assertInstanceOf(IllegalArgumentException.class, e.getCause(), what);
      String message = String.valueOf(refused.getMessage());
      assertTrue(
          names.stream().anyMatch(message::startsWith),
          () -> what + " is refused without the component's name: " + message);
    }
  }

  @Test
  void explainsEveryComponent() {
    assertExplained("", provider().configType());
    assertEquals("", provider().explain("noSuchComponent"));
  }

  private void assertExplained(String prefix, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + component.getName();
      String line = provider().explain(path);
      assertFalse(line.isBlank(), path + " is not explained");
      assertFalse(line.contains("\n"), path + " is explained in several lines");
      if (isNested(component.getType())) {
        assertExplained(path + ".", component.getType());
      }
    }
  }

  private static boolean isNested(Class<?> type) {
    return type.isRecord() && !SINGLE.contains(type);
  }

  @Test
  void everyComponentCanBeBound() {
    List<String> strange = new ArrayList<>();
    collectStrange("", provider().configType(), strange);
    assertEquals(List.of(), strange, "components of a type that the configuration has not");
  }

  private static void collectStrange(String prefix, Class<?> type, List<String> strange) {
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + component.getName();
      collectStrange(path, component.getGenericType(), strange);
    }
  }

  private static void collectStrange(String path, Type type, List<String> strange) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        collectStrange(path, arguments[0], strange);
        return;
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        collectStrange(path, arguments[1], strange);
        return;
      }
    } else if (type instanceof Class<?> plain) {
      if (isNested(plain)) {
        collectStrange(path + ".", plain, strange);
        return;
      }
      if (SINGLE.contains(plain) || plain.isEnum()) {
        return;
      }
    }
    strange.add(path + ": " + type.getTypeName());
  }

  @Test
  void offersWhatItsProviderNames() {
    Set<Class<? extends Capability>> offered = machine().ask(overlay()::capabilities);
    assertTrue(
        provider().capabilities().containsAll(offered),
        () -> offered + " is more than " + provider().capabilities());
  }

  @Test
  void isWhatItOffers() {
    machine()
        .run(
            () -> {
              for (Class<? extends Capability> capability : overlay().capabilities()) {
                assertTrue(overlay().as(capability).isPresent(), capability + " is offered only");
              }
              for (Class<? extends Capability> capability : provider().capabilities()) {
                assertEquals(
                    overlay().capabilities().contains(capability),
                    overlay().as(capability).isPresent(),
                    capability.getName());
              }
              assertTrue(overlay().as(Unheard.class).isEmpty());
            });
  }

  private interface Unheard extends Capability {}
}

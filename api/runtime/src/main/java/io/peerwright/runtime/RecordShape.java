package io.peerwright.runtime;

import io.peerwright.api.Reason;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a record is taken apart and put together. */
final class RecordShape<C extends Record> {

  private final Class<C> type;
  private final RecordComponent[] components;
  private final Constructor<C> constructor;

  /**
   * Looks at a record.
   *
   * @throws PeerwrightException if the plug-in hides it from us
   */
  RecordShape(Class<C> type) {
    this.type = type;
    this.components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("a record always has its canonical constructor", e);
    }
    if (!constructor.trySetAccessible()) {
      throw hidden(null);
    }
  }

  private PeerwrightException hidden(@Nullable Throwable cause) {
    String message =
        type.getName()
            + " cannot be reached: make it public, and let its module export or open "
            + type.getPackageName()
            + " to "
            + RecordShape.class.getPackageName();
    return cause == null
        ? new PeerwrightException(Reason.FAILED, message)
        : new PeerwrightException(Reason.FAILED, message, cause);
  }

  int size() {
    return components.length;
  }

  String name(int index) {
    return components[index].getName();
  }

  Type type(int index) {
    return components[index].getGenericType();
  }

  List<String> names() {
    List<String> names = new ArrayList<>(components.length);
    for (RecordComponent component : components) {
      names.add(component.getName());
    }
    return names;
  }

  /** The value of one component. */
  @Nullable Object read(Record record, int index) {
    Method accessor = components[index].getAccessor();
    accessor.trySetAccessible();
    try {
      return accessor.invoke(record);
    } catch (IllegalAccessException e) {
      throw hidden(e);
    } catch (InvocationTargetException e) {
      throw new PeerwrightException(
          Reason.FAILED, type.getName() + "." + accessor.getName() + "() failed", e);
    }
  }

  /**
   * Makes a record.
   *
   * @throws IllegalArgumentException if the record's own checks refuse the values
   */
  C make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalArgumentException("cannot be used: " + e.getCause(), e.getCause());
    } catch (InstantiationException | IllegalAccessException e) {
      throw hidden(e);
    }
  }
}

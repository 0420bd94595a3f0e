package io.peerwright.bench;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What objects take of memory that are reached from some, counted as HotSpot lays them out with
 * short references: fields without gaps behind a header of 12 bytes, in steps of 8. Needs {@link
 * #OPTIONS}.
 */
final class Footprint {

  /** Let it read the fields of collections and the like. */
  static final List<String> OPTIONS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.zip=ALL-UNNAMED");

  private static final int HEADER = 12;
  private static final int ARRAY_HEADER = 16;
  private static final int STEP = 8;
  private static final int REFERENCE = 4;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Predicate<Object> outside;

  /**
   * Has seen nothing.
   *
   * @param outside what is not counted, nor what is only reached through it
   */
  Footprint(Predicate<Object> outside) {
    this.outside = outside;
  }

  /** The bytes of all that is reached from an object and was not before. */
  long add(Object root) throws IllegalAccessException {
    long bytes = 0;
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Object next = open.poll();
      if (!isShared(next) && seen.add(next)) {
        bytes += next.getClass().isArray() ? array(next, open) : fields(next, open);
      }
    }
    return bytes;
  }

  private boolean isShared(Object object) {
    return object instanceof Class
        || object instanceof Enum
        || object instanceof Thread
        || outside.test(object);
  }

  private static long array(Object array, Deque<Object> open) {
    Class<?> of = array.getClass().getComponentType();
    int length = Array.getLength(array);
    for (int i = 0; i < length && !of.isPrimitive(); i++) {
      add(Array.get(array, i), open);
    }
    return whole(ARRAY_HEADER + (long) length * bytes(of));
  }

  private static long fields(Object object, Deque<Object> open) throws IllegalAccessException {
    long bytes = HEADER;
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          bytes += bytes(field.getType());
          if (!field.getType().isPrimitive()) {
            field.setAccessible(true);
            add(field.get(object), open);
          }
        }
      }
    }
    return whole(bytes);
  }

  private static void add(@Nullable Object object, Deque<Object> open) {
    if (object != null) {
      open.add(object);
    }
  }

  private static int bytes(Class<?> type) {
    if (type == long.class || type == double.class) {
      return Long.BYTES;
    }
    if (type == byte.class || type == boolean.class) {
      return 1;
    }
    return type == char.class || type == short.class ? Short.BYTES : REFERENCE;
  }

  private static long whole(long bytes) {
    return (bytes + STEP - 1) / STEP * STEP;
  }
}

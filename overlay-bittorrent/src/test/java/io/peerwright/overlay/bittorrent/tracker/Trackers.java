package io.peerwright.overlay.bittorrent.tracker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Configurations for tests. */
public final class Trackers {

  private Trackers() {}

  /** The default configuration with some components changed: name, value, name, value. */
  public static TrackerConfig config(Object... namesAndValues) {
    Map<String, Object> changes = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    RecordComponent[] components = TrackerConfig.class.getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        Object usual = components[i].getAccessor().invoke(TrackerConfig.DEFAULT);
        values[i] = changes.getOrDefault(components[i].getName(), usual);
        changes.remove(components[i].getName());
      }
      if (!changes.isEmpty()) {
        throw new AssertionError("no such components: " + changes);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return TrackerConfig.class.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}

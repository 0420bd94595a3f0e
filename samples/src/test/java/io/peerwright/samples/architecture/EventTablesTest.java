package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.kit.events.FileEvent;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.overlay.bittorrent.events.SwarmEvent;
import io.peerwright.overlay.bittorrent.events.TrackerEvent;
import io.peerwright.overlay.gnutella.events.ServentEvent;
import io.peerwright.overlay.hybrid.events.ClientEvent;
import io.peerwright.overlay.hybrid.events.ServerEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event of an overlay stands once in a table of its README, with how much it matters. */
class EventTablesTest {

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("api/kit", OverlayEvent.class, OverlayEvent.class.getDeclaredClasses()),
        Arguments.of("api/kit", FileEvent.class, null),
        Arguments.of("overlay-hybrid", ClientEvent.class, null),
        Arguments.of("overlay-hybrid", ServerEvent.class, null),
        Arguments.of("overlay-bittorrent", SwarmEvent.class, null),
        Arguments.of("overlay-bittorrent", TrackerEvent.class, null),
        Arguments.of("overlay-gnutella", ServentEvent.class, null));
  }

  private static String row(Class<?> event) {
    return "| `" + event.getSimpleName() + "` | " + level(event) + " |";
  }

  private static String level(Class<?> event) {
    try {
      Class<?>[] types =
          Arrays.stream(event.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Object[] nothing = Arrays.stream(types).map(EventTablesTest::nothing).toArray();
      OverlayEvent made = (OverlayEvent) event.getDeclaredConstructor(types).newInstance(nothing);
      return made.level().name().toLowerCase(Locale.ROOT);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(event.toString(), e);
    }
  }

  private static Object nothing(Class<?> type) {
    return type == int.class ? 0 : type == long.class ? 0L : type == boolean.class ? false : null;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void readmeTellsOfEachEventOnce(String module, Class<?> kind, Class<?>[] nested)
      throws IOException {
    Class<?>[] all = nested == null ? kind.getPermittedSubclasses() : nested;
    List<String> rows =
        Arrays.stream(all).filter(Class::isRecord).map(EventTablesTest::row).sorted().toList();
    List<String> found =
        Files.readAllLines(Path.of("..").resolve(module).resolve("README.md")).stream()
            .dropWhile(line -> !line.startsWith("| `" + kind.getSimpleName() + "` |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 2) + 1) + 1))
            .sorted()
            .toList();
    assertEquals(rows, found, module + "/README.md");
  }
}

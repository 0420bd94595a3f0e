package io.peerwright.kit.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.kit.events.OverlayEvent.Level;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private record Numbered(int number, Level level) implements OverlayEvent {
    @Override
    public String text() {
      return Integer.toString(number);
    }
  }

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final EventStream stream = new EventStream(loop());
  private final List<String> told = new ArrayList<>();

  private Loop loop() {
    return (Loop)
        Proxy.newProxyInstance(
            Loop.class.getClassLoader(),
            new Class<?>[] {Loop.class},
            (proxy, method, arguments) -> {
              assertEquals("execute", method.getName());
              tasks.add((Runnable) arguments[0]);
              return null;
            });
  }

  private void turn() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private void tell(int number, Level level) {
    stream.tell(new Numbered(number, level));
  }

  @Test
  void isSilentAndOffWhileNobodyListens() {
    assertFalse(stream.isOn(Level.WARNING));
    tell(1, Level.WARNING);
    assertEquals(0, tasks.size());
  }

  @Test
  void tellsEachWhatMattersToItInOrder() {
    List<String> warnings = new ArrayList<>();
    stream.listen(Level.DEBUG, event -> told.add(event.text()));
    Handle handle = stream.listen(Level.WARNING, event -> warnings.add(event.text()));
    tell(1, Level.DEBUG);
    tell(2, Level.WARNING);
    tell(3, Level.INFO);
    assertEquals(List.of(), told);
    turn();
    assertEquals(List.of("1", "2", "3"), told);
    assertEquals(List.of("2"), warnings);
    handle.close();
    tell(4, Level.WARNING);
    turn();
    assertEquals(List.of("2"), warnings);
  }

  @Test
  void whatNobodyWantsIsNotEvenMade() {
    Handle handle = stream.listen(Level.INFO, event -> told.add(event.text()));
    assertFalse(stream.isOn(Level.DEBUG));
    assertTrue(stream.isOn(Level.INFO));
    handle.close();
    assertFalse(stream.isOn(Level.WARNING));
  }

  @Test
  void whatIsTooMuchIsCounted() {
    stream.listen(Level.DEBUG, event -> told.add(event.text()));
    for (int i = 0; i < 1003; i++) {
      tell(i, Level.DEBUG);
    }
    turn();
    assertEquals(1001, told.size());
    assertEquals("3 events were not told", told.get(1000));
    tell(7, Level.DEBUG);
    turn();
    assertEquals("7", told.get(1001));
  }

  @Test
  void aListenerMayMakeEventsAndStopListening() {
    Handle[] handle = new Handle[1];
    handle[0] =
        stream.listen(
            Level.DEBUG,
            event -> {
              told.add(event.text());
              tell(told.size() + 10, Level.DEBUG);
              if (told.size() == 3) {
                handle[0].close();
              }
            });
    tell(1, Level.DEBUG);
    turn();
    assertEquals(List.of("1", "11", "12"), told);
  }
}

package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Loop;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppCallbacksTest {

  private record Said(String text) implements OverlayEvent {}

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Loop loop = simulation.newHost("host", null, null).loop();
  private final List<Object> log = new ArrayList<>();

  AppCallbacksTest() {
    simulation.onError((host, thrown) -> log.add(thrown));
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private void onLoop(Runnable task) {
    loop.execute(task);
    simulation.runFor(Duration.ofSeconds(1));
  }

  @Test
  void whatIsThrownIsToldOnceAfterTheTurn() {
    IllegalStateException thrown = new IllegalStateException("by a callback");
    Consumer<String> callback =
        AppCallbacks.one(
            loop,
            value -> {
              log.add(value);
              throw thrown;
            });
    onLoop(
        () -> {
          callback.accept("first");
          callback.accept("second");
          log.add("end of the turn");
        });
    assertEquals(List.of("first", "second", "end of the turn", thrown), log);
  }

  @Test
  void errorsAndCheckedExceptionsAreTold() {
    AssertionError error = new AssertionError("by a callback");
    IOException checked = new IOException("by a callback in another language");
    BiConsumer<Throwable, String> callback =
        AppCallbacks.two(loop, (thrown, text) -> AppCallbacksTest.<RuntimeException>raise(thrown));
    BiConsumer<Throwable, String> other =
        AppCallbacks.two(loop, (thrown, text) -> AppCallbacksTest.<RuntimeException>raise(thrown));
    onLoop(
        () -> {
          callback.accept(error, "");
          other.accept(checked, "");
        });
    assertEquals(List.of(error, checked), log);
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void raise(Throwable thrown) throws X {
    throw (X) thrown;
  }

  /** One of two listeners throws at each event: the other hears all, in their order. */
  @Test
  void aListenerThatThrowsCostsOthersNoEvent() {
    EventStream events = new EventStream(loop);
    IllegalStateException thrown = new IllegalStateException("by a listener");
    onLoop(
        () -> {
          events.listen(
              OverlayEvent.Level.INFO,
              event -> {
                throw thrown;
              });
          events.listen(OverlayEvent.Level.INFO, event -> log.add(event.text()));
          events.tell(new Said("one"));
          events.tell(new Said("two"));
        });
    assertEquals(List.of("one", "two", thrown), log);
  }
}

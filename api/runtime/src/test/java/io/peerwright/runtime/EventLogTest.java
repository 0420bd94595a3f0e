package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.matches;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.OverlayEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class EventLogTest {

  private record Said(String text, OverlayEvent.Level level) implements OverlayEvent {}

  @Test
  void logsAtTheLevelOfTheEventAndMakesItSafe() {
    EventSource source =
        (least, listener) -> {
          assertEquals(OverlayEvent.Level.INFO, least);
          listener.accept(new Said("all is well", OverlayEvent.Level.INFO));
          listener.accept(new Said("bad \u001b[2Jpeer", OverlayEvent.Level.WARNING));
          return () -> {};
        };
    Overlay overlay = mock(Overlay.class);
    when(overlay.name()).thenReturn("wordy");
    when(overlay.as(EventSource.class)).thenReturn(Optional.of(source));
    Logger logger = mock(Logger.class);
    EventLog.attach(
        "alice",
        List.of(overlay),
        OverlayEvent.Level.INFO,
        name -> {
          assertEquals("io.peerwright.events.wordy", name);
          return logger;
        });
    verify(logger).info(anyString(), eq("alice"), eq("all is well"));
    verify(logger).warn(anyString(), eq("alice"), matches("bad [^\u001b]+peer"));
    verifyNoMoreInteractions(logger);
  }

  @Test
  void listensToNothingUnlessItIsAsked() {
    Overlay overlay = mock(Overlay.class);
    EventLog.attach("alice", List.of(overlay), null);
    verifyNoInteractions(overlay);
  }
}

package io.peerwright.runtime;

import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.text.SafeText;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what overlays tell of themselves, under {@code io.peerwright.events} and the name of the
 * overlay. One logger for each overlay, not for each peer.
 */
final class EventLog {

  private static final String LOGGERS = "io.peerwright.events.";

  private EventLog() {}

  /**
   * Logs from now on.
   *
   * @param least how much an event must matter; null for none
   */
  static void attach(
      String peer, List<? extends Overlay> overlays, OverlayEvent.@Nullable Level least) {
    attach(peer, overlays, least, LoggerFactory::getLogger);
  }

  /** With loggers by their names. */
  static void attach(
      String peer,
      List<? extends Overlay> overlays,
      OverlayEvent.@Nullable Level least,
      Function<String, Logger> loggers) {
    if (least == null) {
      return;
    }
    for (Overlay overlay : overlays) {
      Logger logger = loggers.apply(LOGGERS + overlay.name());
      overlay
          .as(EventSource.class)
          .ifPresent(source -> source.listen(least, event -> log(logger, peer, event)));
    }
  }

  private static void log(Logger logger, String peer, OverlayEvent event) {
    String text = SafeText.of(event.text());
    switch (event.level()) {
      case DEBUG -> logger.debug("peer {}: {}", peer, text);
      case INFO -> logger.info("peer {}: {}", peer, text);
      case WARNING -> logger.warn("peer {}: {}", peer, text);
    }
  }
}

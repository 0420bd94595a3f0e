package io.peerwright.kit.events;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that has happened in an overlay, for logs and screens: a peer was reached, a piece is
 * here, a user was sent away. Each overlay has records of its own for what it tells, so that a
 * program need not read words.
 */
public interface OverlayEvent {

  /** How much it matters. */
  enum Level {
    /** Many of them, for who looks for an error. */
    DEBUG,
    /** What a user may want to know. */
    INFO,
    /** Something is wrong, here or with somebody else. */
    WARNING
  }

  /** How much it matters: what a user may want to know, unless an event says otherwise. */
  default Level level() {
    return Level.INFO;
  }

  /** In words for a person. May repeat what strangers say: make it safe before it is shown. */
  String text();

  /**
   * The overlay has joined. Every overlay tells it that has events.
   *
   * @param endpoints where it listens; empty if it does not
   */
  record Joined(List<Endpoint> endpoints) implements OverlayEvent {
    @Override
    public String text() {
      return endpoints.isEmpty()
          ? "joined"
          : "joined, listening at "
              + endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }
  }

  /** The overlay that had joined has left, or could not stay. */
  record Left() implements OverlayEvent {
    @Override
    public String text() {
      return "left";
    }
  }

  /**
   * Events that were not told, because so many came at once.
   *
   * @param count how many
   */
  record Lost(long count) implements OverlayEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return count + " events were not told";
    }
  }
}

package io.peerwright.testkit;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that happened to a peer.
 *
 * @param at virtual time since the start
 * @param peer the name of its host
 * @param subject the step that it is about, or what the peer told with {@link TestPeer#tell}
 * @param detail in words, possibly empty
 */
public record PeerEvent(Duration at, String peer, Kind kind, String subject, String detail) {

  /** What kind of thing happened. */
  public enum Kind {
    /** A peer became part of the overlay; once more each time it comes back. */
    JOINED,
    /** A peer took leave. */
    LEFT,
    /** A peer fell silent. */
    CRASHED,
    /** A step came to its end. */
    DONE,
    /** A step failed; so does {@code join} when the overlay refuses it. */
    FAILED,
    /** A step took longer than the test had patience. */
    UNFINISHED,
    /** A step told something. */
    TOLD,
    /** A handler or a timer of the peer threw something, or a counter of it went back. */
    BROKEN
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%8.3f s  %s %s %s %s", at.toNanos() / 1e9, peer, kind, subject, detail);
  }
}

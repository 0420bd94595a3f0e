package io.peerwright.testkit;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Events of a run in their order, narrowed down step by step, with assertions that return this so
 * that they can be chained. A failure shows the first of the events and how the run is repeated.
 */
public final class PeerEvents {

  /** How many a failure shows. */
  static final int SHOWN = 10;

  private final List<PeerEvent> events;
  private final String what;
  private final String repeat;

  PeerEvents(List<PeerEvent> events, String what, String repeat) {
    this.events = List.copyOf(events);
    this.what = what;
    this.repeat = repeat;
  }

  /** Those of a kind. */
  public PeerEvents of(PeerEvent.Kind kind) {
    return filtered(event -> event.kind() == kind, kind.toString());
  }

  /** Those of one peer. */
  public PeerEvents by(String peer) {
    return filtered(event -> event.peer().equals(peer), "by " + peer);
  }

  /** Those about one step, or one thing told. */
  public PeerEvents about(String subject) {
    return filtered(event -> event.subject().equals(subject), "about " + subject);
  }

  /** Those that a condition holds for. */
  public PeerEvents where(String description, Predicate<? super PeerEvent> condition) {
    return filtered(condition, description);
  }

  private PeerEvents filtered(Predicate<? super PeerEvent> condition, String description) {
    return new PeerEvents(
        events.stream().filter(condition).toList(), what + " " + description, repeat);
  }

  /** How many there are. */
  public int count() {
    return events.size();
  }

  /** The events. */
  public Stream<PeerEvent> stream() {
    return events.stream();
  }

  /** Different peers that they are of. */
  public int peers() {
    return (int) events.stream().map(PeerEvent::peer).distinct().count();
  }

  /** There is none. */
  public PeerEvents assertNone() {
    return assertCount(0);
  }

  /** There are just so many. */
  public PeerEvents assertCount(int expected) {
    return assertThat(count() == expected, expected + " expected");
  }

  /** There are so many or more. */
  public PeerEvents assertAtLeast(int least) {
    return assertThat(count() >= least, "at least " + least + " expected");
  }

  /** Every one of them has a detail that a condition holds for. */
  public PeerEvents assertDetails(String description, Predicate<? super String> condition) {
    List<PeerEvent> others =
        events.stream().filter(event -> !condition.test(event.detail())).toList();
    new PeerEvents(others, what + " without " + description, repeat).assertNone();
    return this;
  }

  private PeerEvents assertThat(boolean holds, String expected) {
    if (!holds) {
      throw new AssertionError(
          count() + " " + what + ", " + expected + shown() + "\nrepeat with: " + repeat);
    }
    return this;
  }

  private String shown() {
    StringBuilder text = new StringBuilder();
    events.stream().limit(SHOWN).forEach(event -> text.append("\n  ").append(event));
    return text.append(count() > SHOWN ? "\n  ..." : "").toString();
  }

  @Override
  public String toString() {
    return count() + " " + what + shown();
  }
}

package io.peerwright.overlay.bittorrent.peers;

import io.peerwright.api.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Why peers were not reached or did not stay: a count of each kind, in words and in figures. */
public final class PeerFailures {

  /** What went wrong. */
  public enum Kind {
    /** Nobody listens there over TCP. */
    REFUSED("refused the connection (nobody listens there, or only over uTP)"),
    /** There is no way there. */
    UNREACHABLE("cannot be reached"),
    /** No answer to the connection or the handshake. */
    TIMED_OUT("did not answer in time"),
    /** The connection was opened and closed without a word. */
    HUNG_UP(
        "hung up without a word (full, without this torrent, or only for encrypted connections)"),
    /** Its first bytes are no handshake. */
    FOREIGN("began with something else than a plain handshake (encrypted, or another protocol)"),
    /** It serves another torrent. */
    OTHER_TORRENT("answered for another torrent"),
    /** What it said is against the protocol. */
    PROTOCOL("broke the protocol"),
    /** It sent what is corrupt. */
    CORRUPT("sent corrupt content");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** What such a peer did, after its number. */
    public String words() {
      return words;
    }
  }

  private static final int MOST_TOLD = 2;

  private final long[] counts = new long[Kind.values().length];

  /** None yet. */
  public PeerFailures() {}

  /**
   * What it means that a connection of ours has ended.
   *
   * @param opened it had been opened
   * @param introduced the other side had begun its handshake
   * @param established both had introduced themselves
   * @return null if that is no failure
   */
  public static @Nullable Kind kindOf(
      Reason reason, boolean opened, boolean introduced, boolean established) {
    return switch (reason) {
      case REFUSED -> Kind.REFUSED;
      case UNREACHABLE, UNRESOLVED, NOT_PERMITTED, UNSUPPORTED -> Kind.UNREACHABLE;
      case CORRUPT -> Kind.CORRUPT;
      case PROTOCOL -> Kind.PROTOCOL;
      case TIMEOUT -> established ? null : Kind.TIMED_OUT;
      case ENDED, RESET, LIMIT, SHUTDOWN -> opened && !introduced ? Kind.HUNG_UP : null;
      default -> null;
    };
  }

  /** One more. */
  public void add(Kind kind) {
    counts[kind.ordinal()]++;
  }

  /** How many of a kind. */
  public long count(Kind kind) {
    return counts[kind.ordinal()];
  }

  /** The most frequent ones, for a person; empty if there are none. */
  public String inWords() {
    StringBuilder words = new StringBuilder();
    Arrays.stream(Kind.values())
        .filter(kind -> count(kind) > 0)
        .sorted((one, other) -> Long.compare(count(other), count(one)))
        .limit(MOST_TOLD)
        .forEach(
            kind ->
                words
                    .append(words.isEmpty() ? "" : ", ")
                    .append(count(kind))
                    .append(' ')
                    .append(kind.words()));
    return words.toString();
  }

  /** Each kind by its name, also those of which there are none. */
  public void tell(ObjLongConsumer<String> sink) {
    for (Kind kind : Kind.values()) {
      sink.accept(kind.name().toLowerCase(Locale.ROOT).replace('_', '.'), count(kind));
    }
  }
}

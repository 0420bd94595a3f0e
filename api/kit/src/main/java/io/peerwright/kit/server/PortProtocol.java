package io.peerwright.kit.server;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One of the protocols that are spoken at a {@link ProtocolPort}. */
public interface PortProtocol {

  /** The bytes by which a protocol must know its own; more are not looked at. */
  int MAX_PREFIX = 64;

  /** Whether somebody speaks it, as far as its first bytes tell. */
  enum Match {
    /** It does. */
    YES,
    /** It does not, whatever follows. */
    NO,
    /** More bytes are needed. */
    UNDECIDED
  }

  /** For people, such as {@code HTTP}. */
  String name();

  /**
   * Looks at the first bytes of somebody. Must depend on them alone, and once it says {@link
   * Match#YES} or {@link Match#NO} say so for all that begin with them: then it does not matter how
   * the network cuts what arrives.
   *
   * @param prefix what has arrived so far, at least one byte, at most {@value #MAX_PREFIX}; its
   *     position may be moved
   */
  Match match(ByteBuffer prefix);

  /**
   * Somebody speaks it, or is the only one who may.
   *
   * @param link to be used by the handler, which sees all of it from {@code onOpen} and the first
   *     byte on
   * @param newcomer of the link; the handler releases it when it knows what is wanted, in {@code
   *     onClosed} at the latest
   * @return null to hang up; the newcomer is released then
   */
  @Nullable LinkHandler onLink(Link link, Newcomer newcomer);

  /**
   * Compares with texts, of which each byte is a character.
   *
   * @return YES if one of them is there in full, UNDECIDED while one of them may become so
   */
  static Match startsWith(ByteBuffer prefix, String... starts) {
    Match best = Match.NO;
    for (String start : starts) {
      int length = Math.min(start.length(), prefix.remaining());
      int same = 0;
      while (same < length && (prefix.get(prefix.position() + same) & 0xff) == start.charAt(same)) {
        same++;
      }
      if (same == start.length()) {
        return Match.YES;
      }
      best = same == length ? Match.UNDECIDED : best;
    }
    return best;
  }
}

package io.peerwright.kit.download;

import io.peerwright.kit.files.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has a content: a user of an overlay, or a server. An overlay that offers its sources
 * as such can feed a download together with other overlays. Used on the loop.
 */
public interface ContentSource {

  /** What a person calls it: a nick, an address, a URL. */
  String name();

  /** Equal for the same source of the same content, however often it is found. */
  Object key();

  /**
   * True if it begins to send exactly where it is asked to, and asking once more costs little: it
   * is asked for blocks. False for a stream that goes on to the end of the content and is dear to
   * open: it is left open for as long as it is of use, and the first bytes that it sends are
   * compared with what is here, for some send from the start whatever they are asked.
   */
  boolean isRanged();

  /**
   * True for an origin server or CDN, which costs whoever provides it: asked only for what the
   * others do not give in time.
   */
  boolean isReserve();

  /**
   * The parts of the content that it has said it has, of one that is still fetching it; null for
   * all. It is asked for nothing else, and after a while what it has by then.
   */
  default @Nullable Ranges parts() {
    return null;
  }

  /**
   * Asks it to send.
   *
   * @param listener hears all that follows; never called from inside this but for {@link
   *     SourceListener#onStep} and {@link SourceListener#claim}
   */
  SourceStream open(SourceListener listener);
}

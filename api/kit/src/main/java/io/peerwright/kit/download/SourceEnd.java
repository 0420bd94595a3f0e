package io.peerwright.kit.download;

import io.peerwright.api.Reason;

/**
 * Why a source sends no more before it has sent all.
 *
 * @param kind what it means for asking it again
 * @param reason the type of the failure, told if nobody else helps
 * @param words for a person
 * @param retryNanos it has said that it is to be asked again after so long, and not before; 0 if it
 *     has not
 */
public record SourceEnd(Kind kind, Reason reason, String words, long retryNanos) {

  /** One that does not say when it is to be asked again. */
  public SourceEnd(Kind kind, Reason reason, String words) {
    this(kind, reason, words, 0);
  }

  /** What it means for asking again. */
  public enum Kind {
    /** The connection broke, or could not be made: asked again after a while, not for ever. */
    BROKEN,
    /** As BROKEN, but there is another way to it, which is tried before the others are asked. */
    OTHER_WAY,
    /** It gave no answer, or one of no use. */
    FAILED,
    /** It says no: final if it has never given anything. */
    REFUSED,
    /** It can never be had here. */
    GONE,
    /** It has put us in its queue and will be asked again. */
    QUEUED,
    /** It has parts of the content, but not what it was asked for. */
    LACKS,
    /** It could not be asked yet, through no fault of its own. */
    NOT_READY;

    /** True if a moment has to pass before the next one is asked. */
    boolean isPaused() {
      return this == BROKEN || this == OTHER_WAY || this == LACKS || this == NOT_READY;
    }
  }
}

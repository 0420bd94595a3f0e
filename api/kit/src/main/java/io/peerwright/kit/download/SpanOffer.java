package io.peerwright.kit.download;

import io.peerwright.kit.files.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * What a source can be asked for.
 *
 * @param most bytes in one go, but for the rest of a piece
 * @param has the parts that it has; null for all
 * @param others parts that can be had of sources which have no more than these: asked of this one
 *     only if nothing else is missing, for they lack what it has besides
 */
record SpanOffer(long most, @Nullable Ranges has, @Nullable Ranges others) {

  /** One that has all, as much as is wanted. */
  static final SpanOffer ALL = new SpanOffer(Long.MAX_VALUE, null, null);

  /** The first position from one on that it has; {@link Long#MAX_VALUE} if there is none. */
  long nextFrom(long position) {
    return has == null ? position : has.nextFrom(position);
  }

  /** The end of what it has without a gap from a position on, which it has. */
  long endOf(long position) {
    return has == null ? Long.MAX_VALUE : has.endOf(position);
  }
}

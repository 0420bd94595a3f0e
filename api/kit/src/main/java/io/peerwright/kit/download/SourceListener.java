package io.peerwright.kit.download;

import io.peerwright.api.overlay.Download;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Hears of one source that was asked. Called on the loop; nothing follows the end. */
public interface SourceListener {

  /**
   * Bytes of a content.
   *
   * @param from the first
   * @param to behind the last
   */
  record Part(long from, long to) {}

  /** The next step on the way to the first byte, in words for a person. */
  void onStep(Download.State state, String words);

  /**
   * The source is about to say from where on it wants the content; called once. So late because
   * others go on meanwhile.
   *
   * @return what is to come; null if nothing is left for it: the stream is closed
   */
  @Nullable Part claim();

  /**
   * It has no more of what was claimed than up to a position. Told before {@link #onOpen}, if at
   * all.
   *
   * @param to behind the last byte that it will send
   */
  default void onLess(long to) {}

  /** It sends: what follows starts where the claim does. */
  void onOpen();

  /**
   * The next bytes.
   *
   * @param data borrowed: valid during the call only
   */
  void onBytes(ByteBuffer data);

  /** It sends no more, or never did. */
  void onEnd(SourceEnd end);
}

package io.peerwright.kit.download;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import org.jspecify.annotations.Nullable;

/** What a source has been asked for, until one side ends it. Used on the loop. */
public interface SourceStream {

  /** Allows so many more bytes to come; nothing comes without. */
  void request(int bytes);

  /** No more is wanted: nothing follows. May be called again, and after the end. */
  void close();

  /** Cuts it as if the source had ended it: {@link SourceListener#onEnd} follows. */
  void abort(Reason reason);

  /** Who sends; null while that is not known. */
  @Nullable Endpoint remote();
}

package io.peerwright.kit;

import io.peerwright.api.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Ends something the first time that it is closed, and does nothing from then on: what has taken
 * the other's place under the same name stays.
 */
public final class OnceHandle implements Handle {

  private @Nullable Runnable end;

  /** Open, until {@code end} is run. */
  public OnceHandle(Runnable end) {
    this.end = end;
  }

  @Override
  public void close() {
    Runnable first = end;
    end = null;
    if (first != null) {
      first.run();
    }
  }
}

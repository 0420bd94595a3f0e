package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.kit.limit.TokenBucket;

/** How many may try to log in in a second, with twice as many at once. */
final class LoginRate {

  private final Loop loop;
  private final TokenBucket logins;

  LoginRate(Loop loop, int mostPerSecond) {
    this.loop = loop;
    logins = new TokenBucket(mostPerSecond, 2L * mostPerSecond, loop.nanoTime());
  }

  /** Counts one more; true if these are too many. */
  boolean isExceededByOneMore() {
    long now = loop.nanoTime();
    logins.take(1, now);
    return logins.nanosUntil(0, now) > 0;
  }
}

package io.peerwright.kit.hosts;

import io.peerwright.api.net.Endpoint;

/** A host that was heard of, and how the attempts to reach it went. Overlays add what they know. */
public abstract class KnownHost {

  private final Endpoint endpoint;

  /** Never more than {@link HostCache.Limits#MOST_FAILURES} and one. */
  short failures;

  long nextTryAt;

  /** One that was not tried yet. */
  protected KnownHost(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Where it is said to be. */
  public final Endpoint endpoint() {
    return endpoint;
  }

  /** Attempts and connections in a row that failed. */
  public final int failures() {
    return failures;
  }

  /** It is not tried before this time, whatever its failures. */
  public final void tryNotBefore(long time) {
    nextTryAt = time;
  }

  /** It was reached and is good. */
  public final void succeeded() {
    failures = 0;
  }

  /** Whether its pause is over. */
  public final boolean isDue(long now) {
    return failures == 0 || nextTryAt - now <= 0;
  }

  /** True if it is in use, and so is neither tried nor forgotten. */
  protected abstract boolean isInUse();

  /** True if it may be forgotten to make room though it has not failed. */
  protected boolean isOfNoUse() {
    return false;
  }
}

package io.peerwright.kit.net;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.RecentValues;

/** Endpoints that peers of this process have heard of lately. */
public final class RecentEndpoints {

  private static final RecentValues<Endpoint> ALL = new RecentValues<>();

  private RecentEndpoints() {}

  /** This endpoint, or an equal one that others have: to be kept. */
  public static Endpoint same(Endpoint endpoint) {
    return ALL.same(endpoint);
  }
}

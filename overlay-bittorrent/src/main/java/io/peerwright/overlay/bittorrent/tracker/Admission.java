package io.peerwright.overlay.bittorrent.tracker;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is served and which swarms: what the configuration says, and a list of info-hashes. */
final class Admission {

  private static final String NOT_LISTED = "this tracker does not serve this info-hash";
  private static final String NO_KEY = "this tracker is private: the URL lacks a valid key";

  private final List<String> keys;
  private final @Nullable Set<Id20> whitelist;

  /**
   * Decides by these.
   *
   * @param keys none: everybody
   * @param whitelist null: everything
   */
  Admission(List<String> keys, @Nullable Set<Id20> whitelist) {
    this.keys = keys;
    this.whitelist = whitelist;
  }

  /** Why a request for a path is not served; null if it is. */
  @Nullable String refusal(String path) {
    if (keys.isEmpty()) {
      return null;
    }
    int end = path.indexOf('/', 1);
    String first = path.startsWith("/") ? path.substring(1, end < 0 ? path.length() : end) : "";
    return keys.contains(first) ? null : NO_KEY;
  }

  /** Why a swarm is not served; null if it is. */
  @Nullable String refusal(Id20 infoHash) {
    return whitelist == null || whitelist.contains(infoHash) ? null : NOT_LISTED;
  }

  /** True if everybody is served. */
  boolean isOpen() {
    return keys.isEmpty();
  }
}

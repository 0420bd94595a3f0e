package io.peerwright.overlay.hybrid.server;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a user. */
abstract class User {

  String nick = "";
  String client = "";
  int dataPort;
  int linkType;

  /** The number under which the index knows its files; -1 before it is logged in. */
  int owner = -1;

  boolean registered;
  int uploads;
  int downloads;
  long loginNanos;
  @Nullable Set<String> hotlist;
  @Nullable Set<String> ignored;

  boolean ignores(User other) {
    return ignored != null && ignored.contains(NickKey.of(other.nick));
  }

  Set<String> hotlist() {
    hotlist = hotlist == null ? new LinkedHashSet<>() : hotlist;
    return hotlist;
  }

  Set<String> ignored() {
    ignored = ignored == null ? new LinkedHashSet<>() : ignored;
    return ignored;
  }
}

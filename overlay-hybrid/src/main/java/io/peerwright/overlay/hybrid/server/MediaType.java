package io.peerwright.overlay.hybrid.server;

import io.peerwright.kit.index.IndexQuery;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kind of file it is, as its owner says. */
enum MediaType {
  /** Shared by the old messages, which know no other type; also what a search means by default. */
  MP3,
  /** Other sound. */
  AUDIO,
  /** Films. */
  VIDEO,
  /** Programs. */
  APPLICATION,
  /** Pictures. */
  IMAGE,
  /** Documents. */
  TEXT;

  private static final MediaType[] VALUES = values();

  /** The type of that name, in any case; null if there is none. */
  static @Nullable MediaType of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (MediaType type : VALUES) {
      if (type.name().equals(upper)) {
        return type;
      }
    }
    return null;
  }

  /** How the index knows the type that a search names. */
  static int indexed(String wanted) {
    if (wanted.equals(SearchQuery.ANY_TYPE)) {
      return IndexQuery.ANY_TYPE;
    }
    MediaType type = of(wanted);
    return type == null ? IndexQuery.NO_TYPE : type.ordinal();
  }
}

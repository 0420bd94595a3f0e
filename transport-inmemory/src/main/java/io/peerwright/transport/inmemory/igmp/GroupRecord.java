package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.net.Endpoint;
import java.util.List;

/**
 * What a report says of one group (RFC 3376, section 4.2.12).
 *
 * @param group port 0
 * @param sources in the order of the wire, port 0
 */
public record GroupRecord(Type type, Endpoint group, List<Endpoint> sources) {

  /** In the order of their numbers, which begin with 1. */
  public enum Type {
    /** The answer to a query: these sources alone are heard. */
    MODE_IS_INCLUDE,
    /** The answer to a query: all but these are heard. */
    MODE_IS_EXCLUDE,
    /** From now on these alone; with none the group is left. */
    CHANGE_TO_INCLUDE,
    /** From now on all but these. */
    CHANGE_TO_EXCLUDE,
    /** These as well. */
    ALLOW_NEW_SOURCES,
    /** These no more. */
    BLOCK_OLD_SOURCES;

    private static final List<Type> ALL = List.of(values());

    int number() {
      return ordinal() + 1;
    }

    static boolean isNumber(int number) {
      return number >= 1 && number <= ALL.size();
    }

    static Type numbered(int number) {
      return ALL.get(number - 1);
    }
  }

  /** Copies the sources. */
  public GroupRecord {
    sources = List.copyOf(sources);
  }
}

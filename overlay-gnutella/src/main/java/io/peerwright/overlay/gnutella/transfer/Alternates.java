package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.net.AddressPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Other servents that have the files of this one, as those say that ask for them. What one address
 * can make us tell others is bounded, and a servent that has the file no more goes as soon as who
 * has named it says so, or two others.
 */
final class Alternates {

  /** Of which some are told. */
  static final int MOST_OF_FILE = 32;

  /** Of these, named by one address. */
  static final int MOST_BY_ONE = 8;

  /** In one answer or request. */
  static final int MOST_TOLD = 10;

  private static final int MOST_FILES = 1_000;

  /** Who has named a servent, and who has said that it was wrong. */
  private static final class Named {
    private final AddressKey by;
    private AddressKey doubted;

    Named(AddressKey by) {
      this.by = by;
      doubted = by;
    }
  }

  private final AddressPolicy policy;

  /** By content; what was asked for last is last. */
  private final Map<Urn, Map<Endpoint, Named>> files = new LinkedHashMap<>();

  /** None is known. */
  Alternates(AddressPolicy policy) {
    this.policy = policy;
  }

  /** How many are known of a file. */
  int count(Urn sha1) {
    return files.getOrDefault(sha1, Map.of()).size();
  }

  /** Somebody names a servent that has a file. */
  void add(Urn sha1, Endpoint servent, Endpoint from) {
    if (!isDialable(servent) || !policy.permits(from, servent)) {
      return;
    }
    Map<Endpoint, Named> known = files.remove(sha1);
    if (known == null) {
      known = new LinkedHashMap<>();
      if (files.size() >= MOST_FILES) {
        files.remove(files.keySet().iterator().next());
      }
    }
    files.put(sha1, known);
    AddressKey by = AddressKey.of(from);
    long byOne = known.values().stream().filter(each -> each.by.equals(by)).count();
    if (known.size() < MOST_OF_FILE && byOne < MOST_BY_ONE) {
      known.putIfAbsent(servent, new Named(by));
    }
  }

  static boolean isDialable(Endpoint servent) {
    return servent.port() != 0 && !servent.isAnyLocal() && !servent.isMulticast();
  }

  /** Somebody says that a servent does not have a file. */
  void remove(Urn sha1, Endpoint servent, Endpoint from) {
    Map<Endpoint, Named> known = files.getOrDefault(sha1, Map.of());
    Named named = known.get(servent);
    if (named == null) {
      return;
    }
    AddressKey by = AddressKey.of(from);
    boolean isSecond = !named.doubted.equals(named.by) && !named.doubted.equals(by);
    if (named.by.equals(by) || isSecond) {
      known.remove(servent);
    } else {
      named.doubted = by;
    }
  }

  /** Some of those that have a file, besides who asks, and none that it could not name itself. */
  List<Endpoint> some(Urn sha1, Endpoint asker) {
    List<Endpoint> found = new ArrayList<>();
    for (Endpoint each : files.getOrDefault(sha1, Map.of()).keySet()) {
      boolean permitted = policy.permits(asker, each) && !AddressKey.isSame(each, asker);
      if (permitted && found.size() < MOST_TOLD) {
        found.add(each);
      }
    }
    return found;
  }
}

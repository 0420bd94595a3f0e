package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.limit.AddressKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which servents have which files, as others say. What one address can make us tell others is
 * bounded, and a servent that has the file no more goes as soon as who has named it says so, or two
 * others.
 *
 * @param <A> how a servent is named
 */
final class AlternateTable<A> {

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

  private final int mostOfFile;
  private final int mostByOne;

  /** By content; what was asked for last is last, and of each who was told last. */
  private final Map<Urn, Map<A, Named>> files = new LinkedHashMap<>(0);

  /**
   * None is known.
   *
   * @param mostOfFile servents that are remembered for one file
   * @param mostByOne of these, named by one address
   */
  AlternateTable(int mostOfFile, int mostByOne) {
    this.mostOfFile = mostOfFile;
    this.mostByOne = mostByOne;
  }

  /** How many are known of a file. */
  int count(Urn sha1) {
    return files.getOrDefault(sha1, Map.of()).size();
  }

  /** The first of those that are known of a file and may be told; next time they are the last. */
  List<A> some(Urn sha1, Predicate<A> mayBeTold, int most) {
    Map<A, Named> known = files.getOrDefault(sha1, Map.of());
    List<A> found = known.keySet().stream().filter(mayBeTold).limit(most).toList();
    found.forEach(each -> known.put(each, Objects.requireNonNull(known.remove(each))));
    return found;
  }

  /** Somebody names a servent that has a file. */
  void add(Urn sha1, A servent, Endpoint from) {
    Map<A, Named> known = files.remove(sha1);
    if (known == null) {
      known = new LinkedHashMap<>();
      if (files.size() >= MOST_FILES) {
        files.remove(files.keySet().iterator().next());
      }
    }
    files.put(sha1, known);
    AddressKey by = AddressKey.of(from);
    long byOne = known.values().stream().filter(each -> each.by.equals(by)).count();
    if (known.size() < mostOfFile && byOne < mostByOne) {
      known.putIfAbsent(servent, new Named(by));
    }
  }

  /** Somebody says that a servent does not have a file. */
  void remove(Urn sha1, A servent, Endpoint from) {
    Map<A, Named> known = files.getOrDefault(sha1, Map.of());
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
}

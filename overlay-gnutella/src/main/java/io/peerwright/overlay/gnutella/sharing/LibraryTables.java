package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.index.WordIndex;
import io.peerwright.overlay.gnutella.qrp.QueryRoutingTable;
import io.peerwright.overlay.gnutella.qrp.SlotCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many files by number, by content and by the words of their names, and what others read of them.
 */
final class LibraryTables {

  private static final int MOST_BY_WORDS = 255;

  private final WordIndex words;
  private final SlotCounts slots = new SlotCounts();
  private final Map<Integer, LibraryFile> byIndex = new HashMap<>();

  /** Nearly always there is one file of a content. */
  private final Map<Urn, List<LibraryFile>> byUrn = new HashMap<>();

  LibraryTables(long seed) {
    words = new WordIndex(seed);
  }

  void add(LibraryFile file) {
    byIndex.put(file.index(), file);
    words.add(file.index(), file.item().name());
    slots.add(file.item().name());
    Urn sha1 = file.sha1();
    if (sha1 != null) {
      slots.add(sha1);
    }
    for (Urn urn : file.urns()) {
      byUrn.merge(urn, List.of(file), LibraryTables::joined);
    }
  }

  void remove(LibraryFile file) {
    byIndex.remove(file.index());
    words.remove(file.index(), file.item().name());
    slots.remove(file.item().name());
    Urn sha1 = file.sha1();
    if (sha1 != null) {
      slots.remove(sha1);
    }
    for (Urn urn : file.urns()) {
      byUrn.computeIfPresent(urn, (key, files) -> without(files, file));
    }
  }

  private static List<LibraryFile> joined(List<LibraryFile> some, List<LibraryFile> more) {
    List<LibraryFile> all = some.size() > 1 ? some : new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static @Nullable List<LibraryFile> without(List<LibraryFile> files, LibraryFile gone) {
    List<LibraryFile> left = new ArrayList<>(files);
    left.remove(gone);
    return left.isEmpty() ? null : left;
  }

  @Nullable LibraryFile byIndex(long index) {
    return index > Integer.MAX_VALUE ? null : byIndex.get((int) index);
  }

  QueryRoutingTable table() {
    return slots.table();
  }

  void addByUrns(Collection<Urn> urns, int limit, Set<LibraryFile> found) {
    for (Urn urn : urns) {
      for (LibraryFile file : byUrn.getOrDefault(urn, List.of())) {
        if (found.size() < limit) {
          found.add(file);
        }
      }
    }
  }

  void addByWords(String text, int limit, Set<LibraryFile> found) {
    int most = Math.min(limit, MOST_BY_WORDS);
    for (int index : words.search(text, most, this::line)) {
      LibraryFile file = byIndex.get(index);
      if (file != null && found.size() < limit) {
        found.add(file);
      }
    }
  }

  /** How many files the last {@link #addByWords} has looked at. */
  int lookedAt() {
    return words.lookedAt();
  }

  private String line(int index) {
    LibraryFile file = byIndex.get(index);
    return file == null ? "" : file.line();
  }
}

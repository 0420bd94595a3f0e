package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.index.WordIndex;
import io.peerwright.overlay.gnutella.ggep.FileHash;
import io.peerwright.overlay.gnutella.qrp.QueryRoutingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of one servent. A name is found by the beginnings of its words, as other servents do;
 * what is gone leaves a gap, for numbers are told to others. A few files are looked through, one
 * after the other; for more there are tables, which go again with the files.
 */
public final class Library {

  /** So many files are looked through as quickly as tables are looked up. */
  static final int FEW = 32;

  private static final QueryRoutingTable NO_WORDS =
      QueryRoutingTable.empty(QueryRoutingTable.USUAL_BITS);

  private final LongSupplier seed;
  private Map<String, LibraryFile> byName = Map.of();
  private @Nullable LibraryTables tables;
  private int nextIndex = 1;
  private long bytes;
  private int lookedAt;

  /**
   * Nothing is shared.
   *
   * @param seed of hash functions; not to be known to strangers
   */
  public Library(LongSupplier seed) {
    this.seed = seed;
  }

  /** How many files there are. */
  public int size() {
    return byName.size();
  }

  /** How much they are. */
  public long bytes() {
    return bytes;
  }

  /** All of them, in the order in which they came. */
  public Collection<LibraryFile> files() {
    return byName.values();
  }

  /** Whether there are tables. */
  boolean isIndexed() {
    return tables != null;
  }

  /**
   * Adds a file.
   *
   * @throws IllegalArgumentException if one of that name is there
   */
  public void add(SharedItem item) {
    LibraryFile file = new LibraryFile(nextIndex, item);
    byName = nextIndex == 1 ? new LinkedHashMap<>() : byName;
    if (byName.putIfAbsent(item.name(), file) != null) {
      throw new IllegalArgumentException("a file of this name is shared already: " + item.name());
    }
    nextIndex++;
    bytes += item.sizeBytes();
    LibraryTables at = tables;
    if (at != null) {
      at.add(file);
    } else if (byName.size() > FEW) {
      LibraryTables made = new LibraryTables(seed.getAsLong());
      byName.values().forEach(made::add);
      tables = made;
    }
  }

  /** Takes a file away. False if it is not there. */
  public boolean remove(SharedItem item) {
    LibraryFile file = byName.get(item.name());
    if (file == null || !file.item().equals(item)) {
      return false;
    }
    byName.remove(item.name());
    bytes -= item.sizeBytes();
    if (tables != null) {
      tables.remove(file);
      // Half of what made them: a file that comes and goes does not make them again and again.
      tables = byName.size() > FEW / 2 ? tables : null;
    }
    return true;
  }

  /** The file with a number; null if there is none. */
  public @Nullable LibraryFile byIndex(long index) {
    if (tables != null) {
      return tables.byIndex(index);
    }
    for (LibraryFile file : byName.values()) {
      if (file.index() == index) {
        return file;
      }
    }
    return null;
  }

  /** The next files behind a number, in their order. */
  public List<LibraryFile> after(int index, int count) {
    List<LibraryFile> some = new ArrayList<>(count);
    if (tables == null) {
      byName.values().stream().filter(file -> file.index() > index).limit(count).forEach(some::add);
      return some;
    }
    for (int number = index + 1; number < nextIndex && some.size() < count; number++) {
      LibraryFile file = tables.byIndex(number);
      if (file != null) {
        some.add(file);
      }
    }
    return some;
  }

  /** The first file of this content; null if there is none. */
  public @Nullable LibraryFile byUrn(Urn urn) {
    Set<LibraryFile> found = new LinkedHashSet<>();
    addByUrns(FileHash.parts(urn).subList(0, 1), 1, found);
    return found.isEmpty() ? null : found.iterator().next();
  }

  /** The words of all names, and what the files are by content. */
  public QueryRoutingTable table() {
    if (byName.isEmpty()) {
      return NO_WORDS;
    }
    if (tables != null) {
      return tables.table();
    }
    List<Urn> urns = new ArrayList<>();
    for (LibraryFile file : byName.values()) {
      Urn sha1 = file.sha1();
      if (sha1 != null) {
        urns.add(sha1);
      }
    }
    return QueryRoutingTable.of(byName.keySet(), urns);
  }

  /**
   * The files that a query asks for: those of a content that it names, and those in whose names all
   * words occur.
   *
   * @param limit how many at most
   */
  public List<LibraryFile> find(String text, Collection<Urn> urns, int limit) {
    Set<LibraryFile> found = new LinkedHashSet<>();
    addByUrns(urns, limit, found);
    LibraryTables at = tables;
    if (at != null) {
      at.addByWords(text, limit, found);
      lookedAt = at.lookedAt();
      return List.copyOf(found);
    }
    lookedAt = byName.size();
    List<String> beginnings = WordIndex.beginnings(text);
    for (LibraryFile file : byName.values()) {
      if (found.size() < limit && WordIndex.matches(beginnings, file.line())) {
        found.add(file);
      }
    }
    return List.copyOf(found);
  }

  /** How many files the last {@link #find} has looked at: what it cost. */
  public int lookedAt() {
    return lookedAt;
  }

  private void addByUrns(Collection<Urn> urns, int limit, Set<LibraryFile> found) {
    if (urns.isEmpty()) {
      return;
    }
    if (tables != null) {
      tables.addByUrns(urns, limit, found);
      return;
    }
    for (LibraryFile file : byName.values()) {
      if (found.size() < limit && file.urns().stream().anyMatch(urns::contains)) {
        found.add(file);
      }
    }
  }
}

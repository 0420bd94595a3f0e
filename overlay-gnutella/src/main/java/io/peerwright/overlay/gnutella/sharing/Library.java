package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.index.Words;
import io.peerwright.overlay.gnutella.qrp.QueryRoutingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of one servent. A name is found by the beginnings of its words, as other servents do;
 * what is gone leaves a gap, for numbers are told to others.
 */
public final class Library {

  private static final QueryRoutingTable NO_WORDS =
      QueryRoutingTable.empty(QueryRoutingTable.USUAL_BITS);

  private final Map<String, LibraryFile> byName = new LinkedHashMap<>();
  private int nextIndex = 1;
  private long bytes;

  /** Nothing is shared. */
  public Library() {}

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

  /**
   * Adds a file.
   *
   * @throws IllegalArgumentException if one of that name is there
   */
  public void add(SharedItem item) {
    LibraryFile file = new LibraryFile(nextIndex, item);
    if (byName.putIfAbsent(item.name(), file) != null) {
      throw new IllegalArgumentException("a file of this name is shared already: " + item.name());
    }
    nextIndex++;
    bytes += item.sizeBytes();
  }

  /** Takes a file away. False if it is not there. */
  public boolean remove(SharedItem item) {
    LibraryFile file = byName.get(item.name());
    if (file == null || !file.item().equals(item)) {
      return false;
    }
    byName.remove(item.name());
    bytes -= item.sizeBytes();
    return true;
  }

  /** The file with a number; null if there is none. */
  public @Nullable LibraryFile byIndex(long index) {
    for (LibraryFile file : byName.values()) {
      if (file.index() == index) {
        return file;
      }
    }
    return null;
  }

  /** A file of this content; null if there is none. */
  public @Nullable LibraryFile byUrn(Urn urn) {
    for (LibraryFile file : byName.values()) {
      if (file.item().urns().contains(urn)) {
        return file;
      }
    }
    return null;
  }

  /** The words of all names, and what the files are by content. */
  public QueryRoutingTable table() {
    if (byName.isEmpty()) {
      return NO_WORDS;
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
    List<String> starts = Words.list(text).stream().map(word -> " " + word).toList();
    List<LibraryFile> found = new ArrayList<>();
    for (LibraryFile file : byName.values()) {
      boolean named = urns.stream().anyMatch(file.item().urns()::contains);
      boolean worded = !starts.isEmpty() && starts.stream().allMatch(file::hasWord);
      if ((named || worded) && found.size() < limit) {
        found.add(file);
      }
    }
    return found;
  }
}

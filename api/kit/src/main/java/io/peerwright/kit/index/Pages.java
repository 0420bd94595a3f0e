package io.peerwright.kit.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a table of documents by their numbers, which only grow, while the oldest ones go.
 */
final class Pages {

  /** No document. */
  static final int NONE = -1;

  private static final int SMALLEST = 16;
  private static final int NAME_BYTES = 1 << 14;
  private static final int ROW_BITS = Integer.numberOfTrailingZeros(DocumentPage.ROWS);
  private static final int ROW_MASK = DocumentPage.ROWS - 1;

  /** Those from {@link #first} on. */
  private @Nullable DocumentPage[] held = new DocumentPage[SMALLEST];

  private int first;
  private int oldest;
  private int end;
  private final SourceLists aside = new SourceLists(0);
  private byte[] newestNames = new byte[NAME_BYTES];

  /** The number of a document. */
  static int document(int number, int row) {
    return number << ROW_BITS | row;
  }

  /** The row of a document in its page. */
  static int row(int document) {
    return document & ROW_MASK;
  }

  /** A page by its number; null if it has gone. */
  @Nullable DocumentPage get(int number) {
    return number < first ? null : held[number - first];
  }

  /** The page of a document; null if it has gone. */
  @Nullable DocumentPage find(int document) {
    return get(document >> ROW_BITS);
  }

  /** The page of a document that exists. */
  DocumentPage of(int document) {
    DocumentPage page = find(document);
    if (page == null) {
      throw new IllegalStateException("document " + document + " is gone");
    }
    return page;
  }

  /** The number of the page after the newest one. */
  int end() {
    return end;
  }

  /** The number after that of the newest document. */
  int documentEnd() {
    DocumentPage page = end == 0 ? null : get(end - 1);
    return page == null ? 0 : document(end - 1, 0) + page.used;
  }

  /** The oldest page that is held. */
  int oldest() {
    while (oldest < end && get(oldest) == null) {
      oldest++;
    }
    return oldest;
  }

  /** Takes a file into the next row of the newest page; returns its document. */
  int add(IndexedFile file, int type, int nameHash) {
    DocumentPage page = end == 0 ? null : get(end - 1);
    if (page == null || page.used == DocumentPage.ROWS) {
      page = addPage();
    }
    int row = page.add(file, type, nameHash);
    newestNames = page.names();
    if (page.used == DocumentPage.ROWS) {
      page.trim();
    }
    return document(end - 1, row);
  }

  /** Lets a page go. */
  void drop(int number) {
    held[number - first] = null;
  }

  private DocumentPage addPage() {
    if (end - first == held.length) {
      int from = oldest() - first;
      int left = held.length - from;
      held = Arrays.copyOfRange(held, from, from + Math.max(SMALLEST, 2 * left));
      first = oldest;
    }
    DocumentPage page = new DocumentPage(newestNames, aside);
    held[end++ - first] = page;
    return page;
  }
}

package io.peerwright.overlay.hybrid.index;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The distinct files: one document for all who share the same content under the same name. Numbers
 * only grow, so that a higher one is newer and postings stay sorted. When the numbers are used up,
 * all documents move to a new table.
 *
 * <p>Owners who leave stay listed as sources. {@link Tidying} takes them off all lists in a pass
 * along the memory, and forgets the documents that nobody else shares in further ones: that costs
 * less than to take out each by itself from everything that leads to it.
 */
final class DocumentTable {

  static final int NONE = -1;

  /** The move of a page may begin another one. */
  private static final int SPARE_PAGES = 2;

  /** What a number can name without the spare ones. */
  static final int MAX_PAGES = Integer.MAX_VALUE / DocumentPage.ROWS - SPARE_PAGES;

  private static final int ROW_BITS = Integer.numberOfTrailingZeros(DocumentPage.ROWS);
  private static final int ROW_MASK = DocumentPage.ROWS - 1;

  /** Pages that may be held beyond twice what is needed. */
  private static final int FREE_PAGES = 4;

  private static final int NAME_BYTES = 1 << 14;

  private final Hash hash;
  private final int maxPages;
  private @Nullable DocumentPage[] pages = new DocumentPage[16];
  private byte[] newestNames = new byte[NAME_BYTES];
  private int pageEnd;
  private int oldestPage;

  /** Pages with a live document. */
  private int livePages;

  private int live;
  private int dead;
  private final HashTable byKey = new HashTable();

  /** The newest document of each content, from which the others hang. */
  private final HashTable byContent = new HashTable();

  DocumentTable(Hash hash, int maxPages) {
    this.hash = hash;
    this.maxPages = maxPages;
  }

  /** True if the numbers are used up, so that all documents have to move to another table. */
  boolean isUsedUp() {
    return pageEnd >= maxPages;
  }

  /** How many documents are not known to be dead. */
  int live() {
    return live;
  }

  /** How many are known to be dead and not forgotten. */
  int dead() {
    return dead;
  }

  /** Tells all live documents, oldest first. */
  void forEach(IntConsumer action) {
    for (int number = oldestPage; number < pageEnd; number++) {
      DocumentPage page = pages[number];
      for (int row = 0; page != null && row < page.used; row++) {
        if (page.isLive(row)) {
          action.accept(number << ROW_BITS | row);
        }
      }
    }
  }

  /** The document for a file that somebody shares; {@link #NONE} if there is none. */
  int find(IndexedFile file, int type, int nameHash, OwnerTable owners) {
    int wanted = keyHash(file, type, nameHash);
    for (int slot = byKey.home(wanted); ; slot = byKey.after(slot)) {
      long entry = byKey.at(slot);
      if (entry == HashTable.EMPTY) {
        return NONE;
      }
      if (HashTable.hasHash(entry, wanted)) {
        int document = HashTable.number(entry);
        DocumentPage page = pages[document >> ROW_BITS];
        int row = document & ROW_MASK;
        if (page != null && page.isSame(row, file, type) && page.hasOpenSource(row, owners)) {
          return document;
        }
      }
    }
  }

  /** A new document, shared by nobody yet; a source is to be added at once. */
  int add(IndexedFile file, int type, int nameHash) {
    DocumentPage page = pageEnd == 0 ? null : pages[pageEnd - 1];
    if (page == null || page.used == DocumentPage.ROWS) {
      page = addPage();
    }
    int row = page.add(file, type, nameHash);
    newestNames = page.names();
    if (page.used == DocumentPage.ROWS) {
      page.trim();
    }
    int document = pageEnd - 1 << ROW_BITS | row;
    live++;
    byKey.add(keyHash(file, type, nameHash), document);
    if (file.hasMd5()) {
      linkContent(document, page, row, file);
    }
    return document;
  }

  /** Adds a source behind the others. */
  void addSource(int document, int owner) {
    DocumentPage page = page(document);
    if (page.liveRows == 0) {
      livePages++;
    }
    page.addSource(document & ROW_MASK, owner);
  }

  /** Takes a source off the list. */
  void removeSource(int document, int owner) {
    DocumentPage page = page(document);
    int row = document & ROW_MASK;
    page.unlist(row, owner);
    if (!page.isLive(row)) {
      died(page, row);
    }
  }

  /** Hands the sources of a document over to a new one of the same file. */
  void moveSources(int document, DocumentTable to, int newDocument) {
    DocumentPage target = to.page(newDocument);
    if (target.liveRows == 0) {
      to.livePages++;
    }
    DocumentPage page = page(document);
    page.moveSources(document & ROW_MASK, target, newDocument & ROW_MASK);
    died(page, document & ROW_MASK);
  }

  private void died(DocumentPage page, int row) {
    unlinkContent(page, row);
    live--;
    dead++;
    if (page.liveRows == 0) {
      livePages--;
    }
  }

  /** True unless it is known to be dead. */
  boolean isLive(int document) {
    DocumentPage page = pages[document >> ROW_BITS];
    return page != null && page.isLive(document & ROW_MASK);
  }

  /** The page of a document that exists. */
  DocumentPage page(int document) {
    DocumentPage page = pages[document >> ROW_BITS];
    if (page == null) {
      throw new IllegalStateException("document " + document + " is gone");
    }
    return page;
  }

  /** The row of a document in its page. */
  static int row(int document) {
    return document & ROW_MASK;
  }

  /** The newest document that may have this content; the next ones by the page's column. */
  int firstOfContent(long md5High, long md5Low, long sizeBytes) {
    int slot = contentSlot(hash.of(md5High, md5Low, sizeBytes));
    return slot == NONE ? NONE : HashTable.number(byContent.at(slot));
  }

  /** The first document of the oldest page, if too many pages are held for what is in them. */
  int crowdOut() {
    if ((livePages - (long) FREE_PAGES) * DocumentPage.ROWS <= 2L * live) {
      return NONE;
    }
    for (int number = oldestPage; ; number++) {
      DocumentPage page = pages[number];
      if (page != null && page.liveRows > 0) {
        return number << ROW_BITS;
      }
    }
  }

  // ---- forgetting the dead, in steps

  /** The number of the page after the newest one. */
  int pageEnd() {
    return pageEnd;
  }

  /** The number after that of the newest document. */
  int documentEnd() {
    DocumentPage page = pageEnd == 0 ? null : pages[pageEnd - 1];
    return page == null ? 0 : (pageEnd - 1 << ROW_BITS) + page.used;
  }

  /** The oldest page that is held. */
  int oldestPage() {
    while (oldestPage < pageEnd && pages[oldestPage] == null) {
      oldestPage++;
    }
    return oldestPage;
  }

  /**
   * Takes sources that have gone off the lists of a page; one without live documents is condemned.
   * Sets those that are live.
   *
   * @return how many sources these were
   */
  int tidySources(int number, OwnerTable owners, LiveDocuments alive) {
    DocumentPage page = pages[number];
    int gone = 0;
    for (int row = 0; page != null && row < page.used; row++) {
      if (page.isLive(row)) {
        gone += page.tidySources(row, owners);
        if (!page.isLive(row)) {
          died(page, row);
        }
      }
      if (page.isLive(row)) {
        alive.set(number << ROW_BITS | row);
      }
    }
    if (page != null && page.used == DocumentPage.ROWS && page.liveRows == 0) {
      page.condemned = true;
    }
    return gone;
  }

  /** The number of slots of {@link #tidyKeys}. */
  int keySlots() {
    return byKey.capacity();
  }

  /** Forgets the keys of dead documents from a slot on; returns where to go on. */
  int tidyKeys(int from, int count, LiveDocuments alive) {
    int end = Math.min(from + count, byKey.capacity());
    for (int slot = from; slot < end; ) {
      long entry = byKey.at(slot);
      if (entry != HashTable.EMPTY && !alive.contains(HashTable.number(entry))) {
        byKey.remove(slot);
        dead--;
      } else {
        slot++;
      }
    }
    return end;
  }

  /** Nothing leads to the condemned pages any more: they go. */
  void dropCondemned() {
    for (int number = oldestPage; number < pageEnd; number++) {
      DocumentPage page = pages[number];
      if (page != null && page.condemned) {
        pages[number] = null;
      }
    }
  }

  private void linkContent(int document, DocumentPage page, int row, IndexedFile file) {
    int wanted = contentHash(file);
    int slot = contentSlot(wanted);
    if (slot == NONE) {
      byContent.add(wanted, document);
      return;
    }
    int next = HashTable.number(byContent.at(slot));
    page.setNextOfContent(row, next);
    page(next).setPreviousOfContent(next & ROW_MASK, document);
    byContent.replace(slot, document);
  }

  private void unlinkContent(DocumentPage page, int row) {
    if (!page.hasMd5(row)) {
      return;
    }
    int wanted = page.contentHash(row, hash);
    int next = page.nextOfContent(row);
    int previous = page.previousOfContent(row);
    if (next != NONE) {
      page(next).setPreviousOfContent(next & ROW_MASK, previous);
    }
    if (previous != NONE) {
      page(previous).setNextOfContent(previous & ROW_MASK, next);
    } else if (next != NONE) {
      byContent.replace(contentSlot(wanted), next);
    } else {
      byContent.remove(contentSlot(wanted));
    }
  }

  private int contentSlot(int wanted) {
    for (int slot = byContent.home(wanted); ; slot = byContent.after(slot)) {
      long entry = byContent.at(slot);
      if (entry == HashTable.EMPTY) {
        return NONE;
      }
      if (HashTable.hasHash(entry, wanted)) {
        return slot;
      }
    }
  }

  private DocumentPage addPage() {
    if (pageEnd >= maxPages + SPARE_PAGES) {
      throw new IllegalStateException("no document numbers are left");
    }
    if (pageEnd == pages.length) {
      pages = Arrays.copyOf(pages, 2 * pageEnd);
    }
    DocumentPage page = new DocumentPage(newestNames);
    pages[pageEnd++] = page;
    return page;
  }

  private int keyHash(IndexedFile file, int type, int nameHash) {
    return hash.of(
        (long) contentHash(file) << 32 | nameHash & 0xffff_ffffL,
        (long) file.bitrate() << 32 | file.frequency(),
        (long) file.seconds() << 32 | type);
  }

  private int contentHash(IndexedFile file) {
    return hash.of(file.md5High(), file.md5Low(), file.sizeBytes());
  }
}

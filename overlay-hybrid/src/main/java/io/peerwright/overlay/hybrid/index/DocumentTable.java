package io.peerwright.overlay.hybrid.index;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The distinct files: one document for all who share the same content under the same name. Numbers
 * only grow, so that a higher one is newer and postings stay sorted. When the numbers are used up,
 * all documents move to a new table.
 *
 * <p>A document that nobody shares any more is dead at once, and forgotten by {@link #tidy} when
 * there are as many of these as live ones: a few sequential passes cost less than to take out each
 * by itself from everything that leads to it.
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

  /** How many documents somebody shares. */
  int live() {
    return live;
  }

  /** How many are dead and not forgotten. */
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

  /** The live document for a file; {@link #NONE} if there is none. */
  int find(IndexedFile file, int type, int nameHash) {
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
        if (page != null && page.isLive(row) && page.isSame(row, file, type)) {
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

  /** A source, which stays listed until that is tidied, has gone. */
  void loseSource(int document) {
    DocumentPage page = page(document);
    if (page.loseSource(document & ROW_MASK)) {
      died(page);
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
    died(page);
  }

  private void died(DocumentPage page) {
    live--;
    dead++;
    if (page.liveRows == 0) {
      livePages--;
    }
  }

  /** True if somebody shares it. */
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

  /** The oldest page that is held. */
  int oldestPage() {
    while (oldestPage < pageEnd && pages[oldestPage] == null) {
      oldestPage++;
    }
    return oldestPage;
  }

  /**
   * Takes sources that have gone off the lists of a page; one without live documents is condemned.
   *
   * @return how many sources these were
   */
  int tidySources(int number, OwnerTable owners) {
    DocumentPage page = pages[number];
    int gone = 0;
    for (int row = 0; page != null && row < page.used; row++) {
      gone += page.listed(row) > 0 ? page.tidySources(row, owners) : 0;
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
  int tidyKeys(int from, int count) {
    int end = Math.min(from + count, byKey.capacity());
    for (int slot = from; slot < end; ) {
      long entry = byKey.at(slot);
      if (entry != HashTable.EMPTY && !isLive(HashTable.number(entry))) {
        byKey.remove(slot);
        dead--;
      } else {
        slot++;
      }
    }
    return end;
  }

  /** The number of slots of {@link #tidyContents}. */
  int contentSlots() {
    return byContent.capacity();
  }

  /** Takes dead documents out of those of the same content; returns where to go on. */
  int tidyContents(int from, int count) {
    int end = Math.min(from + count, byContent.capacity());
    for (int slot = from; slot < end; ) {
      long entry = byContent.at(slot);
      if (entry != HashTable.EMPTY && !tidyContent(slot, HashTable.number(entry))) {
        byContent.remove(slot);
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

  /** False if all documents of the content are dead. */
  private boolean tidyContent(int slot, int first) {
    int last = NONE;
    int newFirst = NONE;
    for (int document = first; document != NONE; ) {
      DocumentPage page = page(document);
      int row = document & ROW_MASK;
      int next = page.nextOfContent(row);
      if (page.isLive(row)) {
        if (last == NONE) {
          newFirst = document;
        } else {
          page(last).setNextOfContent(last & ROW_MASK, document);
        }
        last = document;
      }
      document = next;
    }
    if (last == NONE) {
      return false;
    }
    page(last).setNextOfContent(last & ROW_MASK, NONE);
    byContent.replace(slot, newFirst);
    return true;
  }

  private void linkContent(int document, DocumentPage page, int row, IndexedFile file) {
    int wanted = contentHash(file);
    int slot = contentSlot(wanted);
    if (slot == NONE) {
      byContent.add(wanted, document);
    } else {
      page.setNextOfContent(row, HashTable.number(byContent.at(slot)));
      byContent.replace(slot, document);
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

package io.peerwright.kit.index;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The distinct files: one document for all who share the same content under the same name. Numbers
 * only grow, so that a higher one is newer and postings stay sorted. When the numbers are used up,
 * all documents move to a new table.
 *
 * <p>Owners who leave stay listed as sources. {@link Tidying} takes them off all lists in a pass
 * along the memory, and forgets the documents that nobody else shares in further ones: that costs
 * less than to take out each by itself from everything that leads to it. What leads to a document
 * by its key or its content is forgotten when it is in the way of another one. A page of which two
 * thirds are dead is packed, so that the others need not move; only if almost all are, or if the
 * numbers in use lie far apart, the rest moves to the newest page.
 */
final class DocumentTable implements OwnerTable.Documents {

  static final int NONE = Pages.NONE;

  /** The move of a page may begin another one. */
  private static final int SPARE_PAGES = 2;

  /** What a number can name without the spare ones. */
  static final int MAX_PAGES = Integer.MAX_VALUE / DocumentPage.ROWS - SPARE_PAGES;

  /** A full page with no more live documents is not worth its overhead: they move. */
  private static final int FEW_ROWS = DocumentPage.ROWS / 16;

  /** The numbers in use may span so many times as many pages as are live, and some more. */
  private static final int MAX_SPREAD = 16;

  private static final int SPREAD_PAGES = 64;

  private final Hash hash;
  private final OwnerTable owners;
  private final int maxPages;
  private final Pages pages = new Pages();
  private final HashTable byKey = new HashTable();
  private final ContentChains byContent;

  /** Made once, as it is asked for each new document. */
  private final IntPredicate isShared = this::hasOpenSource;

  /** Pages with a live document. */
  private int livePages;

  private int live;
  private int dead;

  /** Pages with few live documents, the oldest first, which are to be given up. */
  private int[] fewRows = new int[16];

  private int fewRowsFrom;
  private int fewRowsEnd;

  DocumentTable(Hash hash, OwnerTable owners, int maxPages) {
    this.hash = hash;
    this.owners = owners;
    this.maxPages = maxPages;
    byContent = new ContentChains(hash, pages);
  }

  /** True if the numbers are used up, so that all documents have to move to another table. */
  boolean isUsedUp() {
    return pages.end() >= maxPages;
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
    for (int number = pages.oldest(); number < pages.end(); number++) {
      DocumentPage page = pages.get(number);
      for (int row = 0; page != null && row < page.used; row++) {
        if (page.isLive(row)) {
          action.accept(Pages.document(number, row));
        }
      }
    }
  }

  /** The document for a file that somebody shares; {@link #NONE} if there is none. */
  int find(IndexedFile file, int type, int nameHash) {
    int wanted = keyHash(file, type, nameHash, byContent.hash(file));
    for (int slot = byKey.home(wanted); ; slot = byKey.after(slot)) {
      long entry = byKey.at(slot);
      if (entry == HashTable.EMPTY) {
        return NONE;
      }
      if (HashTable.hasHash(entry, wanted)) {
        int document = HashTable.number(entry);
        DocumentPage page = pages.find(document);
        int row = Pages.row(document);
        if (page != null && page.isSame(row, file, type) && hasOpenSource(page, row)) {
          return document;
        }
      }
    }
  }

  /** Whoever has left does not come again under its number as long as it is listed. */
  private boolean hasOpenSource(int document) {
    DocumentPage page = pages.find(document);
    return page != null && hasOpenSource(page, Pages.row(document));
  }

  private boolean hasOpenSource(DocumentPage page, int row) {
    for (int i = page.listed(row) - 1; i >= 0; i--) {
      if (owners.isOpen(page.source(row, i))) {
        return true;
      }
    }
    return false;
  }

  /** A new document, shared by nobody yet; a source is to be added at once. */
  int add(IndexedFile file, int type, int nameHash) {
    if (pages.end() >= maxPages + SPARE_PAGES && isNewestFull()) {
      throw new IllegalStateException("no document numbers are left");
    }
    int document = pages.add(file, type, nameHash);
    live++;
    int contentHash = byContent.hash(file);
    byKey.add(keyHash(file, type, nameHash, contentHash), document, isShared);
    if (file.hasHash()) {
      byContent.link(document, contentHash);
    }
    return document;
  }

  /** Adds a source behind the others. */
  void addSource(int document, int owner) {
    DocumentPage page = pages.of(document);
    if (page.liveRows == 0) {
      livePages++;
    }
    page.addSource(Pages.row(document), owner);
  }

  /** Takes a source off the list. */
  void removeSource(int document, int owner) {
    DocumentPage page = pages.of(document);
    int row = Pages.row(document);
    page.unlist(row, owner);
    if (!page.isLive(row)) {
      died(page);
    }
  }

  /** Hands the sources of a document over to a new one of the same file. */
  void moveSources(int document, DocumentTable to, int newDocument) {
    DocumentPage target = to.page(newDocument);
    if (target.liveRows == 0) {
      to.livePages++;
    }
    DocumentPage page = pages.of(document);
    page.moveSources(Pages.row(document), target, Pages.row(newDocument));
    died(page);
  }

  private void died(DocumentPage page) {
    live--;
    dead++;
    if (page.liveRows == 0) {
      livePages--;
    }
  }

  /** Reads a little of what is known of a document; see {@link HitBatch}. */
  int touch(int document) {
    DocumentPage page = pages.find(document);
    return page == null ? 0 : page.touch(Pages.row(document));
  }

  /** True unless it is known to be dead. */
  boolean isLive(int document) {
    DocumentPage page = pages.find(document);
    return page != null && page.isLive(Pages.row(document));
  }

  @Override
  public boolean hasName(int document, byte[] name, int from, int count) {
    return page(document).hasName(row(document), name, from, count);
  }

  @Override
  public int nameHash(int document) {
    return page(document).nameHash(row(document));
  }

  @Override
  public long sizeBytes(int document) {
    return page(document).sizeBytes(row(document));
  }

  @Override
  public boolean lists(int document, int owner) {
    DocumentPage page = pages.find(document);
    int row = Pages.row(document);
    for (int i = 0; page != null && page.isLive(row) && i < page.listed(row); i++) {
      if (page.source(row, i) == owner) {
        return true;
      }
    }
    return false;
  }

  /** Checks, where assertions are on, that counters are those of what is there; always true. */
  boolean checkInvariants() {
    int documents = 0;
    int unforgotten = 0;
    int holding = 0;
    for (int number = pages.oldest(); number < pages.end(); number++) {
      DocumentPage page = pages.get(number);
      int rows = 0;
      for (int row = 0; page != null && row < page.used; row++) {
        rows += page.isLive(row) ? 1 : 0;
      }
      assert page == null || rows == page.liveRows : rows + " documents of page " + number;
      documents += rows;
      unforgotten += page == null ? 0 : page.used - rows - page.forgotten;
      holding += rows > 0 ? 1 : 0;
    }
    assert documents == live : documents + " documents are live, " + live + " are counted";
    assert unforgotten == dead : unforgotten + " documents are dead, " + dead + " are counted";
    assert holding == livePages : holding + " pages hold some, " + livePages + " are counted";
    return true;
  }

  /** The page of a document that exists. */
  DocumentPage page(int document) {
    return pages.of(document);
  }

  /** The row of a document in its page. */
  static int row(int document) {
    return Pages.row(document);
  }

  /** The newest document that may have this content; the next ones by the page's column. */
  int firstOfContent(long hashHigh, long hashLow, long sizeBytes) {
    return byContent.first(hashHigh, hashLow, sizeBytes);
  }

  /**
   * The first document of a page whose live ones are to move, as it has few of them, or as the
   * numbers in use lie too far apart; {@link #NONE} if there is none.
   */
  int crowdOut() {
    while (fewRowsFrom < fewRowsEnd) {
      int number = fewRows[fewRowsFrom++];
      DocumentPage page = pages.get(number);
      if (page != null && page.liveRows > 0 && page.liveRows <= FEW_ROWS) {
        return Pages.document(number, 0);
      }
    }
    long farthest = pages.end() - (MAX_SPREAD * (long) livePages + SPREAD_PAGES);
    for (int number = pages.oldest(); number < farthest; number++) {
      DocumentPage page = pages.get(number);
      if (page != null && page.liveRows > 0) {
        return Pages.document(number, 0);
      }
    }
    return NONE;
  }

  /** The pages that are held. */
  int heldPages() {
    int held = 0;
    for (int number = pages.oldest(); number < pages.end(); number++) {
      held += pages.get(number) == null ? 0 : 1;
    }
    return held;
  }

  // ---- forgetting the dead, in steps

  /** The number of the page after the newest one. */
  int pageEnd() {
    return pages.end();
  }

  /** The number after that of the newest document. */
  int documentEnd() {
    return pages.documentEnd();
  }

  /** The oldest page that is held. */
  int oldestPage() {
    return pages.oldest();
  }

  /**
   * Takes sources that have gone off the lists of a page; one without live documents is condemned.
   *
   * @param alive takes the documents that are live
   * @return how many sources these were
   */
  int tidySources(int number, LiveDocuments alive) {
    DocumentPage page = pages.get(number);
    if (page == null) {
      return 0;
    }
    int before = page.liveRows;
    int gone = page.tidySources(Pages.document(number, 0), owners, alive);
    int died = before - page.liveRows;
    live -= died;
    dead += died;
    if (died > 0 && page.liveRows == 0) {
      livePages--;
    }
    page.seenDead = page.used - page.liveRows;
    page.condemned = page.seenDead == DocumentPage.ROWS;
    return gone;
  }

  /** What leads to documents by their keys and contents, needed or not. */
  int heldKeys() {
    return byKey.size() + byContent.size();
  }

  /** Nothing that is needed leads to the dead documents of a page any more: they go. */
  void tidyPage(int number) {
    DocumentPage page = pages.get(number);
    if (page == null) {
      return;
    }
    dead -= page.seenDead - page.forgotten;
    page.forgotten = page.seenDead;
    if (page.condemned) {
      byContent.unlinkDead(page);
      pages.drop(number);
    } else if (page.isLoose()) {
      byContent.unlinkDead(page);
      page.pack();
      if (page.liveRows <= FEW_ROWS) {
        giveUp(number);
      }
    }
  }

  private void giveUp(int number) {
    if (fewRowsEnd == fewRows.length) {
      int left = fewRowsEnd - fewRowsFrom;
      fewRows = Arrays.copyOfRange(fewRows, fewRowsFrom, fewRowsFrom + Math.max(16, 2 * left));
      fewRowsFrom = 0;
      fewRowsEnd = left;
    }
    fewRows[fewRowsEnd++] = number;
  }

  private boolean isNewestFull() {
    @Nullable DocumentPage newest = pages.get(pages.end() - 1);
    return newest == null || newest.used == DocumentPage.ROWS;
  }

  private int keyHash(IndexedFile file, int type, int nameHash, int contentHash) {
    return hash.of(
        (long) contentHash << 32 | nameHash & 0xffff_ffffL,
        (long) file.bitrate() << 32 | file.frequency(),
        (long) file.seconds() << 32 | type);
  }
}

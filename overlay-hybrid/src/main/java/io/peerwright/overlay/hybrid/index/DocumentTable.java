package io.peerwright.overlay.hybrid.index;

import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The distinct files: one document for all who share the same content under the same name. Numbers
 * only grow, so that a higher one is newer and postings stay sorted; pages go when they are empty.
 * When the numbers are used up, all documents move to a new table.
 */
final class DocumentTable {

  static final int NONE = -1;

  /** The move of a page may begin another one. */
  private static final int SPARE_PAGES = 2;

  /** What a number can name without the spare ones. */
  static final int MAX_PAGES = Integer.MAX_VALUE / DocumentPage.ROWS - SPARE_PAGES;

  private static final int ROW_BITS = Integer.numberOfTrailingZeros(DocumentPage.ROWS);
  private static final int ROW_MASK = DocumentPage.ROWS - 1;

  private final Hash hash;
  private final int maxPages;
  private @Nullable DocumentPage[] pages = new DocumentPage[16];
  private int pageEnd;
  private int oldestPage;
  private int pageCount;
  private int live;
  private int[] byKey = emptyBuckets(64);
  private int[] byContent = emptyBuckets(64);

  DocumentTable(Hash hash, int maxPages) {
    this.hash = hash;
    this.maxPages = maxPages;
  }

  /** True if the numbers are used up, so that all documents have to move to another table. */
  boolean isUsedUp() {
    return pageEnd >= maxPages;
  }

  /** Tells all documents, oldest first. */
  void forEach(IntConsumer action) {
    for (int number = oldestPage; number < pageEnd; number++) {
      DocumentPage page = pages[number];
      for (int row = 0; page != null && row < page.used; row++) {
        if (page.firstShare[row] != NONE) {
          action.accept(number << ROW_BITS | row);
        }
      }
    }
  }

  /** The live document for a file; {@link #NONE} if there is none. */
  int find(SharedFile file, int type) {
    int wanted = keyHash(file);
    int document = byKey[wanted & byKey.length - 1];
    while (document != NONE) {
      DocumentPage page = page(document);
      int row = document & ROW_MASK;
      if (page.keyHash[row] == wanted && page.isSame(row, file, type)) {
        return document;
      }
      document = page.nextOfKey[row];
    }
    return NONE;
  }

  /** A new document, shared by nobody yet. */
  int add(SharedFile file, int type) {
    if (live >= byKey.length) {
      rehash();
    }
    DocumentPage page = pageEnd == 0 ? null : pages[pageEnd - 1];
    if (page == null || page.used == DocumentPage.ROWS) {
      page = addPage();
    }
    int row = page.add(file, type);
    int document = pageEnd - 1 << ROW_BITS | row;
    page.live++;
    live++;
    page.firstShare[row] = NONE;
    page.keyHash[row] = keyHash(file);
    link(document);
    return document;
  }

  /** Forgets a document. */
  void remove(int document) {
    DocumentPage page = page(document);
    int row = document & ROW_MASK;
    unlinkKey(document, page, row);
    if (page.hasMd5(row)) {
      unlinkContent(page, row);
    }
    page.firstShare[row] = NONE;
    live--;
    if (--page.live == 0 && page.used == DocumentPage.ROWS) {
      pages[document >> ROW_BITS] = null;
      pageCount--;
    }
  }

  /** True unless the document has been removed. */
  boolean isLive(int document) {
    DocumentPage page = pages[document >> ROW_BITS];
    return page != null && page.firstShare[document & ROW_MASK] != NONE;
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
    return byContent[hash.of(md5High, md5Low, sizeBytes) & byContent.length - 1];
  }

  /** The first document of the oldest page, if too many pages are held for what is in them. */
  int crowdOut() {
    if ((pageCount - 4L) * DocumentPage.ROWS <= 2L * live) {
      return NONE;
    }
    while (pages[oldestPage] == null) {
      oldestPage++;
    }
    return oldestPage << ROW_BITS;
  }

  private void link(int document) {
    DocumentPage page = page(document);
    int row = document & ROW_MASK;
    int keyBucket = page.keyHash[row] & byKey.length - 1;
    page.nextOfKey[row] = byKey[keyBucket];
    byKey[keyBucket] = document;
    if (!page.hasMd5(row)) {
      return;
    }
    int bucket = page.contentHash(row, hash) & byContent.length - 1;
    int next = byContent[bucket];
    page.nextOfContent[row] = next;
    page.previousOfContent[row] = NONE;
    if (next != NONE) {
      page(next).previousOfContent[next & ROW_MASK] = document;
    }
    byContent[bucket] = document;
  }

  private void unlinkKey(int document, DocumentPage page, int row) {
    int bucket = page.keyHash[row] & byKey.length - 1;
    int at = byKey[bucket];
    if (at == document) {
      byKey[bucket] = page.nextOfKey[row];
      return;
    }
    while (page(at).nextOfKey[at & ROW_MASK] != document) {
      at = page(at).nextOfKey[at & ROW_MASK];
    }
    page(at).nextOfKey[at & ROW_MASK] = page.nextOfKey[row];
  }

  private void unlinkContent(DocumentPage page, int row) {
    int next = page.nextOfContent[row];
    int previous = page.previousOfContent[row];
    if (next != NONE) {
      page(next).previousOfContent[next & ROW_MASK] = previous;
    }
    if (previous != NONE) {
      page(previous).nextOfContent[previous & ROW_MASK] = next;
    } else {
      byContent[page.contentHash(row, hash) & byContent.length - 1] = next;
    }
  }

  private DocumentPage addPage() {
    if (pageEnd >= maxPages + SPARE_PAGES) {
      throw new IllegalStateException("no document numbers are left");
    }
    if (pageEnd == pages.length) {
      pages = Arrays.copyOf(pages, 2 * pageEnd);
    }
    DocumentPage page = new DocumentPage();
    pages[pageEnd++] = page;
    pageCount++;
    return page;
  }

  private void rehash() {
    byKey = emptyBuckets(2 * byKey.length);
    byContent = emptyBuckets(2 * byContent.length);
    // Ascending, so that the newest is the first of its chain again.
    forEach(this::link);
  }

  private int keyHash(SharedFile file) {
    long content = Md5.isMd5(file.md5()) ? Md5.half(file.md5(), 0) : 0;
    return hash.of(hash.of(file.name()), file.sizeBytes(), content);
  }

  private static int[] emptyBuckets(int count) {
    int[] buckets = new int[count];
    Arrays.fill(buckets, NONE);
    return buckets;
  }
}

package io.peerwright.kit.index;

import java.util.function.IntPredicate;

/**
 * The documents by their content: the newest of each, from which the others hang. A dead one stays
 * where it is as long as its page does; then it is taken out from between the others. One that
 * hangs together with no others is forgotten when the table is full, and whoever comes here
 * meanwhile sees that it is dead or gone.
 */
final class ContentChains {

  private static final int NONE = Pages.NONE;

  private final Hash hash;
  private final Pages pages;
  private final HashTable newest = new HashTable();

  /** Made once, as it is asked for each new content. */
  private final IntPredicate isNeeded = this::isNeeded;

  ContentChains(Hash hash, Pages pages) {
    this.hash = hash;
    this.pages = pages;
  }

  int hash(IndexedFile file) {
    return hash.of(file.hashHigh(), file.hashLow(), file.sizeBytes());
  }

  /** The newest document that may have this content; the next ones by the page's column. */
  int first(long hashHigh, long hashLow, long sizeBytes) {
    int slot = slot(hash.of(hashHigh, hashLow, sizeBytes));
    int document = slot == NONE ? NONE : HashTable.number(newest.at(slot));
    return document == NONE || pages.find(document) == null ? NONE : document;
  }

  /** Puts a new document, which has an md5, before the others of its content. */
  void link(int document, int contentHash) {
    int slot = slot(contentHash);
    if (slot == NONE) {
      newest.add(contentHash, document, isNeeded);
      return;
    }
    int next = HashTable.number(newest.at(slot));
    DocumentPage page = pages.find(next);
    int row = Pages.row(next);
    if (page != null && isNeeded(page, row)) {
      pages.of(document).setNextOfContent(Pages.row(document), next);
      page.setPreviousOfContent(row, document);
    }
    newest.replace(slot, document);
  }

  /** Takes the dead documents of a page out from between others. */
  void unlinkDead(DocumentPage page) {
    for (int row = 0; row < page.used; row++) {
      if (!page.isLive(row)) {
        unlink(page, row);
      }
    }
  }

  private void unlink(DocumentPage page, int row) {
    int next = page.nextOfContent(row);
    int previous = page.previousOfContent(row);
    if (next != NONE) {
      pages.of(next).setPreviousOfContent(Pages.row(next), previous);
      page.setNextOfContent(row, NONE);
    }
    if (previous != NONE) {
      pages.of(previous).setNextOfContent(Pages.row(previous), next);
      page.setPreviousOfContent(row, NONE);
    } else if (next != NONE) {
      newest.replace(slot(page.contentHash(row, hash)), next);
    }
  }

  /** The contents that are held, needed or not. */
  int size() {
    return newest.size();
  }

  private boolean isNeeded(int document) {
    DocumentPage page = pages.find(document);
    return page != null && isNeeded(page, Pages.row(document));
  }

  private static boolean isNeeded(DocumentPage page, int row) {
    return page.isLive(row) || page.nextOfContent(row) != NONE;
  }

  private int slot(int wanted) {
    for (int slot = newest.home(wanted); ; slot = newest.after(slot)) {
      long entry = newest.at(slot);
      if (entry == HashTable.EMPTY) {
        return NONE;
      }
      if (HashTable.hasHash(entry, wanted)) {
        return slot;
      }
    }
  }
}

package io.peerwright.overlay.hybrid.index;

/**
 * Clears up after files and owners that have gone, in small steps: all lists of sources, then the
 * tables that lead to documents, then the words. Begun when as much has gone as is left, so that a
 * file that goes costs a few steps of a walk along the memory, and what has gone never holds much
 * more than what is there.
 */
final class Tidying {

  private enum Stage {
    IDLE,
    SOURCES,
    KEYS,
    WORDS
  }

  private static final LiveDocuments NONE_KNOWN = new LiveDocuments(0, 0);
  private static final int LITTLE_SOURCES = 1_024;
  private static final int LITTLE_DOCUMENTS = 256;
  private static final int LITTLE_OWNERS = 64;

  private static final int SLOTS = 256;

  /** What costs about as much as to look at a file. */
  private static final int ROWS_PER_FILE = 2;

  private static final int KEYS_PER_FILE = 4;
  private static final int POSTINGS_PER_FILE = 16;

  private final OwnerTable owners;
  private DocumentTable documents;
  private TermTable terms;
  private Stage stage = Stage.IDLE;
  private LiveDocuments alive = NONE_KNOWN;
  private int at;

  /** Of a table, when its slots began to be walked along; a larger one is walked from the start. */
  private int capacity;

  /** Owners whose numbers are free after the walk along the sources. */
  private int firstOwner = OwnerTable.NONE;

  /** Sources that are listed and have gone. */
  private int gone;

  Tidying(OwnerTable owners, DocumentTable documents, TermTable terms) {
    this.owners = owners;
    this.documents = documents;
    this.terms = terms;
  }

  /** All documents have moved to other tables. */
  void moved(DocumentTable newDocuments, TermTable newTerms) {
    documents = newDocuments;
    terms = newTerms;
    if (stage != Stage.IDLE) {
      begin();
    }
  }

  private void begin() {
    stage = Stage.SOURCES;
    at = documents.oldestPage();
    alive = new LiveDocuments(at * DocumentPage.ROWS, documents.documentEnd());
  }

  /** So many sources have gone and are listed. */
  void sourcesGone(int count) {
    gone += count;
  }

  /** True if there is something to be done, for so many files that are there. */
  boolean isDue(int files) {
    return stage != Stage.IDLE
        || gone > files + LITTLE_SOURCES
        || documents.dead() > documents.live() + LITTLE_DOCUMENTS
        || owners.leftCount() > owners.openCount() + LITTLE_OWNERS;
  }

  /** Works for as long as to look at so many files takes, about; returns how many are left. */
  int run(int budget) {
    int left = budget;
    if (stage == Stage.IDLE) {
      begin();
      firstOwner = owners.takeLeft();
    }
    while (left > 0 && stage != Stage.IDLE) {
      left -= step();
    }
    return left;
  }

  private int step() {
    switch (stage) {
      case SOURCES -> {
        return tidySources();
      }
      case KEYS -> {
        beginAgainIf(capacity != documents.keySlots(), documents.keySlots());
        at = documents.tidyKeys(at, SLOTS, alive);
        nextStageIf(at >= capacity, Stage.WORDS);
        return SLOTS / KEYS_PER_FILE;
      }
      default -> {
        return tidyWord();
      }
    }
  }

  private int tidySources() {
    if (at >= documents.pageEnd()) {
      owners.freeAll(firstOwner);
      firstOwner = OwnerTable.NONE;
      nextStageIf(true, Stage.KEYS);
      return 1;
    }
    gone -= documents.tidySources(at++, owners, alive);
    return DocumentPage.ROWS / ROWS_PER_FILE;
  }

  private int tidyWord() {
    if (at >= terms.end()) {
      documents.dropCondemned();
      alive = NONE_KNOWN;
      nextStageIf(true, Stage.IDLE);
      return 1;
    }
    int count = terms.count(at);
    terms.tidy(at++, alive);
    return 1 + count / POSTINGS_PER_FILE;
  }

  private void nextStageIf(boolean over, Stage next) {
    if (over) {
      stage = next;
      at = 0;
      capacity = 0;
    }
  }

  private void beginAgainIf(boolean larger, int slots) {
    if (larger) {
      at = 0;
      capacity = slots;
    }
  }
}

package io.peerwright.kit.index;

/**
 * Clears up after files and owners that have gone, in small steps. A walk along all lists of
 * sources begins when as many have gone as are left. Fewer documents die than sources go, as others
 * share them, too: a walk along the words and then the pages follows when as many are dead as live.
 * The tables of keys clear up by themselves when they are full. So a file that goes costs a few
 * steps of a walk along the memory, and what has gone never holds much more than what is there.
 */
final class Tidying {

  private enum Stage {
    IDLE,
    SOURCES,
    WORDS,
    PAGES
  }

  private static final LiveDocuments NONE_KNOWN = new LiveDocuments(0, 0);
  private static final int LITTLE_SOURCES = 1_024;
  private static final int LITTLE_DOCUMENTS = 256;
  private static final int LITTLE_OWNERS = 64;

  /** What costs about as much as to look at a file. */
  private static final int ROWS_PER_FILE = 8;

  private static final int POSTINGS_PER_FILE = 64;
  private static final int WORDS_PER_FILE = 4;

  private final OwnerTable owners;
  private DocumentTable documents;
  private TermTable terms;
  private Stage stage = Stage.IDLE;
  private LiveDocuments alive = NONE_KNOWN;

  private int at;

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
    alive = new LiveDocuments(Pages.document(at, 0), documents.documentEnd());
  }

  /** So many sources have gone and are listed. */
  void sourcesGone(int count) {
    gone += count;
  }

  /** True if there is something to be done, for so many files that are there. */
  boolean isDue(int files) {
    return stage != Stage.IDLE
        || gone > files + LITTLE_SOURCES
        || areManyDead()
        || owners.leftCount() > owners.openCount() + LITTLE_OWNERS;
  }

  private boolean areManyDead() {
    return documents.dead() > documents.live() + LITTLE_DOCUMENTS;
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
      case WORDS -> {
        return tidyWords();
      }
      default -> {
        return tidyPage();
      }
    }
  }

  private int tidySources() {
    if (at >= documents.pageEnd()) {
      owners.freeAll(firstOwner);
      firstOwner = OwnerTable.NONE;
      nextStageIf(true, areManyDead() ? Stage.WORDS : Stage.IDLE);
      return 1;
    }
    gone -= documents.tidySources(at++, alive);
    return DocumentPage.ROWS / ROWS_PER_FILE;
  }

  private int tidyWords() {
    int postings = 0;
    int end = Math.min(at + WORDS_PER_FILE, terms.end());
    for (; at < end; at++) {
      postings += terms.count(at);
      terms.tidy(at, alive);
    }
    nextStageIf(at >= terms.end(), Stage.PAGES);
    return 1 + postings / POSTINGS_PER_FILE;
  }

  private int tidyPage() {
    at = Math.max(at, documents.oldestPage());
    if (at >= documents.pageEnd()) {
      nextStageIf(true, Stage.IDLE);
      return 1;
    }
    documents.tidyPage(at++);
    return DocumentPage.ROWS / ROWS_PER_FILE;
  }

  private void nextStageIf(boolean over, Stage next) {
    if (over) {
      if (next == Stage.IDLE) {
        alive = NONE_KNOWN;
      }
      stage = next;
      at = 0;
    }
  }
}

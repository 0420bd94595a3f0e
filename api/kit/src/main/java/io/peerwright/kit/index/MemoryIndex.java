package io.peerwright.kit.index;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The index in memory: an inverted index over distinct files, in columns of numbers.
 *
 * <p>A query walks along the files of its rarest word and gallops (Bentley and Yao 1976) in the
 * lists of its other words: for k files and n in another list that is about k log(n / k) steps, and
 * fewer when enough is found. Whoever goes takes its files along in one step; they are cleared up
 * later, see {@link Tidying}.
 */
public final class MemoryIndex implements ShareIndex {

  /** What things cost in memory, measured: a share, its content, a word, a word's entry. */
  private static final int SHARE_BYTES = 24;

  private static final int DOCUMENT_BYTES = 48;
  private static final int WORD_BYTES = 96;
  private static final int LISTED_BYTES = 6;

  private static final int NONE = -1;
  private static final int MAX_WORDS_PER_NAME = 256;

  /** A file that is withdrawn pays for the work that it makes. */
  private static final int TIDY_PER_FILE = 16;

  private final int depth;
  private final boolean suffix;
  private final Hash hash;
  private final int maxPages;
  private final OwnerTable owners = new OwnerTable();
  private final Words words = new Words();
  private final IndexedFile view = new IndexedFile();
  private final IndexedFile moving = new IndexedFile();
  private final HitBatch batch = new HitBatch();
  private final Tidying tidying;
  private int shareCost;
  private TermTable terms;
  private DocumentTable documents;
  private int files;
  private long bytes;
  private int lookedAt;

  /**
   * An empty index.
   *
   * @param depth how many names of a path can be searched for, counted from the end; 0 for all
   * @param suffix whether the file's suffix can be searched for
   * @param seed of the hash functions; not to be known to those who share
   */
  public MemoryIndex(int depth, boolean suffix, long seed) {
    this(depth, suffix, seed, DocumentTable.MAX_PAGES);
  }

  MemoryIndex(int depth, boolean suffix, long seed, int maxPages) {
    this.depth = depth;
    this.suffix = suffix;
    hash = new Hash(seed);
    terms = new TermTable(hash);
    this.maxPages = maxPages;
    documents = new DocumentTable(hash, owners, maxPages);
    tidying = new Tidying(owners, documents, terms);
  }

  @Override
  public int open() {
    return owners.open();
  }

  @Override
  public boolean share(int owner, IndexedFile file, int type) {
    byte[] name = file.nameBytes();
    int from = file.nameFrom();
    int count = file.nameLength();
    int nameHash = hash.of(name, from, count);
    if (owners.find(owner, name, from, count, nameHash, documents) != NONE) {
      return false;
    }
    int document = documents.find(file, type, nameHash);
    shareCost = SHARE_BYTES;
    if (document == NONE) {
      shareCost += DOCUMENT_BYTES + count;
      if (documents.isUsedUp()) {
        renumber();
      }
      document = documents.add(file, type, nameHash);
      indexWords(document, file);
    }
    documents.addSource(document, owner);
    owners.add(owner, document, nameHash, file.sizeBytes(), documents);
    files++;
    bytes += file.sizeBytes();
    return true;
  }

  @Override
  public int shareCost() {
    return shareCost;
  }

  @Override
  public boolean unshare(int owner, String name) {
    int position = position(owner, name);
    if (position == NONE) {
      return false;
    }
    int document = owners.document(owner, position);
    long size = documents.page(document).sizeBytes(DocumentTable.row(document));
    owners.remove(owner, position, size);
    documents.removeSource(document, owner);
    files--;
    bytes -= size;
    if (tidying.isDue(files)) {
      tidying.run(TIDY_PER_FILE);
    }
    return true;
  }

  @Override
  public void drop(int owner) {
    tidying.sourcesGone(owners.files(owner));
    files -= owners.files(owner);
    bytes -= owners.bytes(owner);
    owners.drop(owner);
  }

  @Override
  public boolean sweep(int budget) {
    int left = tidying.isDue(files) ? tidying.run(budget) : budget;
    int document = left > 0 && !documents.isUsedUp() ? documents.crowdOut() : NONE;
    if (document != NONE) {
      relocate(document);
      return true;
    }
    return left <= 0;
  }

  /** The pages of files that hold memory. */
  int heldPages() {
    return documents.heldPages();
  }

  @Override
  public @Nullable IndexedFile find(int owner, String name) {
    int position = position(owner, name);
    return position == NONE ? null : show(owners.document(owner, position));
  }

  @Override
  public int files(int owner) {
    return owners.files(owner);
  }

  @Override
  public int files() {
    return files;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public int search(IndexQuery query, IntPredicate wanted, int limit, Hits hits) {
    lookedAt = 0;
    QueryWords queryWords = new QueryWords(terms, words).of(query);
    if (!queryWords.hasWords()) {
      return NO_WORDS;
    }
    if (queryWords.isHopeless() || query.type() == IndexQuery.NO_TYPE) {
      return 0;
    }
    Intersection matches = queryWords.intersection();
    int given = 0;
    while (given < limit && batch.fill(matches, query, documents, limit - given)) {
      for (int i = 0; i < batch.count() && given < limit; i++) {
        given += give(batch.document(i), wanted, limit - given, hits);
      }
    }
    lookedAt = matches.lookedAt();
    return given;
  }

  @Override
  public int lookedAt() {
    return lookedAt;
  }

  @Override
  public int byHash(String text, long sizeBytes, int limit, Hits hits) {
    byte[] digits = text.getBytes(StandardCharsets.ISO_8859_1);
    if (!Hash128.isOne(digits, 0, digits.length)) {
      return 0;
    }
    long high = Hash128.half(digits, 0);
    long low = Hash128.half(digits, Hash128.DIGITS / 2);
    int given = 0;
    int document = documents.firstOfContent(high, low, sizeBytes);
    while (document != NONE && given < limit) {
      DocumentPage page = documents.page(document);
      int row = DocumentTable.row(document);
      if (page.isLive(row) && page.hasContent(row, high, low, sizeBytes)) {
        given += give(document, owner -> true, limit - given, hits);
      }
      document = page.nextOfContent(row);
    }
    return given;
  }

  @Override
  public int browse(int owner, int cursor, int limit, Hits hits) {
    if (!owners.isOpen(owner)) {
      return 0;
    }
    int used = owners.used(owner);
    int given = 0;
    for (int position = cursor == 0 ? used : Math.min(cursor, used); position > 0; position--) {
      int document = owners.document(owner, position - 1);
      if (document != NONE && given++ == limit) {
        return position;
      }
      if (document != NONE) {
        hits.hit(owner, show(document));
      }
    }
    return 0;
  }

  @Override
  public boolean checkInvariants() {
    return owners.checkInvariants(documents, files, bytes) && documents.checkInvariants();
  }

  /** Gives the files of all who share a document, the newest first. */
  private int give(int document, IntPredicate wanted, int limit, Hits hits) {
    DocumentPage page = documents.page(document);
    int row = DocumentTable.row(document);
    page.show(row, view);
    int given = 0;
    for (int i = page.listed(row) - 1; i >= 0 && given < limit; i--) {
      int owner = page.source(row, i);
      if (owners.isOpen(owner) && wanted.test(owner)) {
        if (given++ == 0) {
          hits.hit(owner, view);
        } else {
          hits.again(owner, view);
        }
      }
    }
    return given;
  }

  /** Moves what is left of a page to the newest one, so that the page can go. */
  private void relocate(int firstOfPage) {
    for (int document = firstOfPage; document < firstOfPage + DocumentPage.ROWS; document++) {
      if (documents.isLive(document)) {
        move(documents, document);
      }
    }
  }

  /**
   * Numbers all documents anew, in the same order. Takes as long as sharing all of them, once in
   * two thousand million files that come and go.
   */
  private void renumber() {
    DocumentTable old = documents;
    documents = new DocumentTable(hash, owners, maxPages);
    terms = new TermTable(hash);
    old.forEach(document -> move(old, document));
    tidying.moved(documents, terms);
  }

  private void move(DocumentTable from, int document) {
    DocumentPage page = from.page(document);
    int row = DocumentTable.row(document);
    int nameHash = page.nameHash(row);
    page.show(row, moving);
    int moved = documents.add(moving, page.type(row), nameHash);
    indexWords(moved, moving);
    for (int i = 0; i < page.listed(row); i++) {
      owners.renumber(page.source(row, i), document, moved, nameHash);
    }
    from.moveSources(document, documents, moved);
  }

  private void indexWords(int document, IndexedFile file) {
    words.ofPath(file.nameBytes(), file.nameFrom(), file.nameLength(), depth, suffix);
    int count = 0;
    while (words.next() && count < MAX_WORDS_PER_NAME) {
      int term = terms.findOrAdd(words.bytes(), words.start(), words.size());
      if (!terms.endsWith(term, document)) {
        shareCost += terms.count(term) == 0 ? WORD_BYTES : LISTED_BYTES;
        terms.append(term, document);
        count++;
      }
    }
  }

  private int position(int owner, String name) {
    byte[] wire = name.getBytes(StandardCharsets.ISO_8859_1);
    int nameHash = hash.of(wire, 0, wire.length);
    return owners.find(owner, wire, 0, wire.length, nameHash, documents);
  }

  private IndexedFile show(int document) {
    return documents.page(document).show(DocumentTable.row(document), view);
  }
}

package io.peerwright.overlay.hybrid.index;

import io.peerwright.overlay.hybrid.wire.SearchQuery;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The index in memory: an inverted index over distinct files, in columns of numbers. */
public final class MemoryIndex implements ShareIndex {

  private static final int NONE = -1;
  private static final int MAX_WORDS_PER_NAME = 256;
  private static final MediaType[] TYPES = MediaType.values();

  private final int depth;
  private final boolean suffix;
  private final Hash hash;
  private final int maxPages;
  private final ShareTable shares = new ShareTable();
  private final OwnerTable owners = new OwnerTable();
  private final Words words = new Words();
  private final IntPredicate isLive = this::isLive;
  private TermTable terms;
  private DocumentTable documents;
  private int[] termsOfName = new int[16];
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
    documents = new DocumentTable(hash, maxPages);
  }

  @Override
  public int open() {
    return owners.open();
  }

  @Override
  public boolean share(int owner, SharedFile file, MediaType type) {
    int key = shareKey(owner, file.name());
    if (findShare(owner, file.name(), key) != NONE) {
      return false;
    }
    int document = documents.find(file, type.ordinal());
    if (document == NONE) {
      if (documents.isUsedUp()) {
        renumber();
      }
      document = documents.add(file, type.ordinal());
      indexWords(document, file.name());
    }
    int share = shares.add(owner, document, key);
    DocumentPage page = documents.page(document);
    int row = DocumentTable.row(document);
    page.firstShare[row] = shares.linkDocument(share, page.firstShare[row]);
    owners.setFirst(owner, shares.linkOwner(share, owners.first(owner)));
    owners.count(owner, 1, file.sizeBytes());
    files++;
    bytes += file.sizeBytes();
    return true;
  }

  @Override
  public boolean unshare(int owner, String name) {
    int share = findShare(owner, name, shareKey(owner, name));
    if (share == NONE) {
      return false;
    }
    long size = sizeOf(share);
    owners.count(owner, -1, -size);
    files--;
    bytes -= size;
    free(share);
    return true;
  }

  @Override
  public void drop(int owner) {
    files -= owners.files(owner);
    bytes -= owners.bytes(owner);
    owners.drop(owner);
  }

  @Override
  public boolean sweep(int budget) {
    int left = budget;
    for (int owner = owners.dropped(); owner != NONE && left > 0; owner = owners.dropped()) {
      int share = owners.first(owner);
      while (share != NONE && left-- > 0) {
        free(share);
        share = owners.first(owner);
      }
      if (share == NONE) {
        owners.recycle();
      }
    }
    int document = left > 0 && !documents.isUsedUp() ? documents.crowdOut() : NONE;
    if (document != NONE) {
      relocate(document);
      return true;
    }
    return left <= 0;
  }

  @Override
  public @Nullable SharedFile find(int owner, String name) {
    int share = findShare(owner, name, shareKey(owner, name));
    return share == NONE ? null : fileOf(share);
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
  public int search(SearchQuery query, IntPredicate wanted, int limit, Hits hits) {
    lookedAt = 0;
    QueryWords queryWords = new QueryWords(terms, words).of(query);
    if (!queryWords.hasWords()) {
      return NO_WORDS;
    }
    MediaType type = MediaType.of(query.type());
    boolean anyType = query.type().equals(SearchQuery.ANY_TYPE);
    if (queryWords.isHopeless() || type == null && !anyType) {
      return 0;
    }
    Intersection matches = queryWords.intersection();
    int given = 0;
    for (int document = matches.next(); document != NONE && given < limit; ) {
      if (documents.isLive(document) && fits(document, query, anyType ? null : type)) {
        given += give(document, wanted, limit - given, hits);
      }
      document = matches.next();
    }
    lookedAt = matches.lookedAt();
    return given;
  }

  @Override
  public int lookedAt() {
    return lookedAt;
  }

  @Override
  public int byHash(String md5, long sizeBytes, int limit, Hits hits) {
    if (!Md5.isMd5(md5)) {
      return 0;
    }
    long high = Md5.half(md5, 0);
    long low = Md5.half(md5, 16);
    int given = 0;
    int document = documents.firstOfContent(high, low, sizeBytes);
    while (document != NONE && given < limit) {
      DocumentPage page = documents.page(document);
      int row = DocumentTable.row(document);
      if (page.hasContent(row, high, low) && page.sizeBytes[row] == sizeBytes) {
        given += give(document, owner -> true, limit - given, hits);
      }
      document = page.nextOfContent[row];
    }
    return given;
  }

  @Override
  public int browse(int owner, int cursor, int limit, Hits hits) {
    int share = cursor == 0 ? owners.first(owner) : cursor - 1;
    for (int given = 0; share != NONE && shares.owner(share) == owner; given++) {
      if (given == limit) {
        return share + 1;
      }
      hits.hit(owner, fileOf(share));
      share = shares.nextOfOwner(share);
    }
    return 0;
  }

  private int give(int document, IntPredicate wanted, int limit, Hits hits) {
    DocumentPage page = documents.page(document);
    int row = DocumentTable.row(document);
    int share = page.firstShare[row];
    SharedFile file = null;
    int given = 0;
    while (share != NONE && given < limit) {
      int owner = shares.owner(share);
      if (owners.isOpen(owner) && wanted.test(owner)) {
        if (file == null) {
          file = page.file(row);
        }
        hits.hit(owner, file);
        given++;
      }
      share = shares.nextOfDocument(share);
    }
    return given;
  }

  private boolean fits(int document, SearchQuery query, @Nullable MediaType type) {
    DocumentPage page = documents.page(document);
    int row = DocumentTable.row(document);
    return (type == null || TYPES[page.type(row)] == type)
        && query.bitrate().contains(page.bitrate[row])
        && query.frequency().contains(page.frequency[row])
        && query.sizeBytes().contains(page.sizeBytes[row])
        && query.seconds().contains(page.seconds[row]);
  }

  private void free(int share) {
    int owner = shares.owner(share);
    int document = shares.document(share);
    owners.setFirst(owner, shares.unlinkOwner(share, owners.first(owner)));
    DocumentPage page = documents.page(document);
    int row = DocumentTable.row(document);
    int first = shares.unlinkDocument(share, page.firstShare[row]);
    shares.remove(share);
    if (first == NONE) {
      bury(document, page.name(row));
    } else {
      page.firstShare[row] = first;
    }
  }

  private void bury(int document, String name) {
    documents.remove(document);
    int count = collectTerms(name);
    for (int i = 0; i < count; i++) {
      terms.bury(termsOfName[i], isLive);
    }
  }

  /** Moves what is left of a page to the newest one, so that the page can go. */
  private void relocate(int firstOfPage) {
    for (int document = firstOfPage; document < firstOfPage + DocumentPage.ROWS; document++) {
      if (documents.isLive(document)) {
        DocumentPage page = documents.page(document);
        move(page, DocumentTable.row(document));
        bury(document, page.name(DocumentTable.row(document)));
      }
    }
  }

  /**
   * Numbers all documents anew, in the same order. Takes as long as sharing all of them, once in
   * two thousand million files that come and go.
   */
  private void renumber() {
    DocumentTable old = documents;
    documents = new DocumentTable(hash, maxPages);
    terms = new TermTable(hash);
    old.forEach(document -> move(old.page(document), DocumentTable.row(document)));
  }

  private void move(DocumentPage from, int row) {
    SharedFile file = from.file(row);
    int first = from.firstShare[row];
    int moved = documents.add(file, from.type(row));
    indexWords(moved, file.name());
    documents.page(moved).firstShare[DocumentTable.row(moved)] = first;
    for (int share = first; share != NONE; share = shares.nextOfDocument(share)) {
      shares.setDocument(share, moved);
    }
  }

  private boolean isLive(int document) {
    return documents.isLive(document);
  }

  private void indexWords(int document, String name) {
    words.ofPath(name, depth, suffix);
    int count = 0;
    while (words.next() && count < MAX_WORDS_PER_NAME) {
      int term = terms.findOrAdd(words.bytes(), words.start(), words.size());
      if (remember(term, count)) {
        terms.append(term, document);
        count++;
      }
    }
  }

  private int collectTerms(String name) {
    words.ofPath(name, depth, suffix);
    int count = 0;
    while (words.next() && count < MAX_WORDS_PER_NAME) {
      int term = terms.find(words.bytes(), words.start(), words.size());
      if (term != TermTable.NONE && remember(term, count)) {
        count++;
      }
    }
    return count;
  }

  private boolean remember(int term, int count) {
    for (int i = 0; i < count; i++) {
      if (termsOfName[i] == term) {
        return false;
      }
    }
    if (count == termsOfName.length) {
      termsOfName = Arrays.copyOf(termsOfName, 2 * count);
    }
    termsOfName[count] = term;
    return true;
  }

  private int findShare(int owner, String name, int key) {
    int share = shares.firstOfKey(key);
    while (share != NONE) {
      if (shares.owner(share) == owner) {
        int document = shares.document(share);
        if (documents.page(document).hasName(DocumentTable.row(document), name)) {
          return share;
        }
      }
      share = shares.nextOfKey(share);
    }
    return NONE;
  }

  private int shareKey(int owner, String name) {
    return hash.of(hash.of(name), owner, 0);
  }

  private SharedFile fileOf(int share) {
    int document = shares.document(share);
    return documents.page(document).file(DocumentTable.row(document));
  }

  private long sizeOf(int share) {
    int document = shares.document(share);
    return documents.page(document).sizeBytes[DocumentTable.row(document)];
  }
}

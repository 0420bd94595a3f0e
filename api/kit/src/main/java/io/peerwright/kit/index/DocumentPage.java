package io.peerwright.kit.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 256 documents. The number of one is its page's number and its row. What is known of it lies in
 * cells of one array, for a cache line costs as much as all that is in it. When most documents of a
 * full page are dead, the others move together, and keep their numbers.
 */
final class DocumentPage {

  static final int ROWS = 256;

  private static final int NONE = -1;
  private static final int CELLS = 16;
  private static final int NAME_HASH = 0;
  private static final int NEXT_OF_CONTENT = 1;
  private static final int SIZE = 2;
  private static final int BITRATE = 4;
  private static final int FREQUENCY = 5;
  private static final int SECONDS = 6;
  private static final int HASH = 7;
  private static final int NAME_FROM = 11;

  /** The length of the name in the lower half, the type above it. */
  private static final int NAME_LENGTH = 12;

  private static final int PREVIOUS_OF_CONTENT = 13;
  private static final int TYPE_SHIFT = 16;
  private static final int LENGTH_MASK = (1 << TYPE_SHIFT) - 1;

  /** How many sources are listed, with those that have gone meanwhile; 0 of a dead document. */
  private static final int LISTED = 14;

  /** The source, if one is listed; of more the place of their list. */
  private static final int SOURCE = 15;

  int used;

  /** Rows for which a source is listed. */
  int liveRows;

  /** Nobody shares any of it, and nothing but what is being cleared leads here. */
  boolean condemned;

  /** Dead rows at the last walk along the sources. */
  int seenDead;

  /** Dead rows that no word leads to any more. */
  int forgotten;

  private int[] cells = new int[ROWS * CELLS];

  /** Of each row, where its cells are; null as long as all rows have some. */
  private byte @Nullable [] places;

  private final SourceLists aside;
  private SourceLists sources = new SourceLists(0);
  private byte[] names;

  /**
   * An empty page. It uses the memory for names until it is full, and that for lists while it moves
   * them together; then others may.
   */
  DocumentPage(byte[] names, SourceLists aside) {
    this.names = names;
    this.aside = aside;
  }

  private int cell(int row) {
    byte[] moved = places;
    return (moved == null ? row : moved[row] & 0xff) * CELLS;
  }

  /** Takes a file into the next row; {@code file} may be a view of another page. */
  int add(IndexedFile file, int type, int nameHash) {
    int row = used++;
    int at = cell(row);
    int from = row == 0 ? 0 : nameEnd(row - 1);
    int end = from + file.nameLength();
    if (end > names.length) {
      names = Arrays.copyOf(names, Math.max(end, names.length + names.length / 2));
    }
    System.arraycopy(file.nameBytes(), file.nameFrom(), names, from, file.nameLength());
    cells[at + NAME_HASH] = nameHash;
    cells[at + NEXT_OF_CONTENT] = NONE;
    cells[at + PREVIOUS_OF_CONTENT] = NONE;
    put(at + SIZE, file.sizeBytes());
    cells[at + BITRATE] = file.bitrate();
    cells[at + FREQUENCY] = file.frequency();
    cells[at + SECONDS] = file.seconds();
    put(at + HASH, file.hashHigh());
    put(at + HASH + 2, file.hashLow());
    cells[at + NAME_FROM] = from;
    cells[at + NAME_LENGTH] = file.nameLength() | type << TYPE_SHIFT;
    return row;
  }

  /** Where names were put so far. */
  byte[] names() {
    return names;
  }

  /** Keeps the names of a full page in an array of their own. */
  void trim() {
    names = Arrays.copyOf(names, nameEnd(ROWS - 1));
  }

  /** True if to {@link #pack} the page would give back two thirds of its memory or more. */
  boolean isLoose() {
    return used == ROWS && liveRows > 0 && 3 * (liveRows + 1) * CELLS <= cells.length;
  }

  /** Keeps nothing of dead documents but that they are dead. */
  void pack() {
    int[] oldCells = cells;
    byte[] oldNames = names;
    byte[] moved = new byte[ROWS];
    int[] packed = new int[(liveRows + 1) * CELLS];
    int nameBytes = 0;
    for (int row = 0; row < ROWS; row++) {
      nameBytes += isLive(row) ? oldCells[cell(row) + NAME_LENGTH] & LENGTH_MASK : 0;
    }
    byte[] packedNames = new byte[nameBytes];
    int place = 0;
    int nameEnd = 0;
    for (int row = 0; row < ROWS; row++) {
      if (isLive(row)) {
        int from = cell(row);
        int at = place * CELLS;
        int length = oldCells[from + NAME_LENGTH] & LENGTH_MASK;
        System.arraycopy(oldCells, from, packed, at, CELLS);
        System.arraycopy(oldNames, oldCells[from + NAME_FROM], packedNames, nameEnd, length);
        packed[at + NAME_FROM] = nameEnd;
        nameEnd += length;
        moved[row] = (byte) place++;
      } else {
        moved[row] = (byte) liveRows;
      }
    }
    packed[place * CELLS + NEXT_OF_CONTENT] = NONE;
    packed[place * CELLS + PREVIOUS_OF_CONTENT] = NONE;
    cells = packed;
    names = packedNames;
    places = moved;
  }

  /** Shows a file. */
  IndexedFile show(int row, IndexedFile view) {
    int at = cell(row);
    return view.name(names, cells[at + NAME_FROM], cells[at + NAME_LENGTH] & LENGTH_MASK)
        .hash(number(at + HASH), number(at + HASH + 2))
        .numbers(
            number(at + SIZE), cells[at + BITRATE], cells[at + FREQUENCY], cells[at + SECONDS]);
  }

  boolean hasName(int row, byte[] bytes, int from, int count) {
    int at = cell(row);
    int start = cells[at + NAME_FROM];
    return (cells[at + NAME_LENGTH] & LENGTH_MASK) == count
        && Arrays.equals(names, start, start + count, bytes, from, from + count);
  }

  boolean isSame(int row, IndexedFile file, int type) {
    int at = cell(row);
    return number(at + SIZE) == file.sizeBytes()
        && number(at + HASH) == file.hashHigh()
        && number(at + HASH + 2) == file.hashLow()
        && cells[at + BITRATE] == file.bitrate()
        && cells[at + FREQUENCY] == file.frequency()
        && cells[at + SECONDS] == file.seconds()
        && type(row) == type
        && hasName(row, file.nameBytes(), file.nameFrom(), file.nameLength());
  }

  boolean hasContent(int row, long high, long low, long size) {
    int at = cell(row);
    return number(at + HASH) == high && number(at + HASH + 2) == low && number(at + SIZE) == size;
  }

  int nameHash(int row) {
    return cells[cell(row) + NAME_HASH];
  }

  int type(int row) {
    return cells[cell(row) + NAME_LENGTH] >>> TYPE_SHIFT;
  }

  long sizeBytes(int row) {
    return number(cell(row) + SIZE);
  }

  /** Whether type and numbers are what a query wants. */
  boolean fits(int row, IndexQuery query) {
    int at = cell(row);
    return (query.type() == IndexQuery.ANY_TYPE || query.type() == type(row))
        && query.bitrate().contains(cells[at + BITRATE])
        && query.frequency().contains(cells[at + FREQUENCY])
        && query.sizeBytes().contains(number(at + SIZE))
        && query.seconds().contains(cells[at + SECONDS]);
  }

  /** The next document that may have the same content. */
  int nextOfContent(int row) {
    return cells[cell(row) + NEXT_OF_CONTENT];
  }

  void setNextOfContent(int row, int document) {
    cells[cell(row) + NEXT_OF_CONTENT] = document;
  }

  /** The document that leads to this one by {@link #nextOfContent}. */
  int previousOfContent(int row) {
    return cells[cell(row) + PREVIOUS_OF_CONTENT];
  }

  void setPreviousOfContent(int row, int document) {
    cells[cell(row) + PREVIOUS_OF_CONTENT] = document;
  }

  /** The hash of what makes two contents the same. */
  int contentHash(int row, Hash hash) {
    int at = cell(row) + HASH;
    return hash.of(number(at), number(at + 2), sizeBytes(row));
  }

  private int nameEnd(int row) {
    int at = cell(row);
    return cells[at + NAME_FROM] + (cells[at + NAME_LENGTH] & LENGTH_MASK);
  }

  /** Reads the ends of the cells of a row; see {@link HitBatch}. */
  int touch(int row) {
    int at = cell(row);
    return cells[at] + cells[at + LISTED];
  }

  /** Reads a little of the name and of the list of sources, to which the cells lead. */
  int touchRest(int row) {
    int at = cell(row);
    int from = cells[at + NAME_FROM];
    int list = cells[at + LISTED] == 1 ? 0 : sources.numbers()[cells[at + SOURCE]];
    return list + names[from] + names[from + (cells[at + NAME_LENGTH] & LENGTH_MASK) - 1];
  }

  // ---- who shares it

  /** True if somebody is listed as a source. */
  boolean isLive(int row) {
    return cells[cell(row) + LISTED] > 0;
  }

  /** Adds a source behind the others. */
  void addSource(int row, int owner) {
    int at = cell(row);
    int listed = cells[at + LISTED];
    if (listed == 0) {
      liveRows++;
      cells[at + SOURCE] = owner;
    } else {
      if (sources.isFull(listed)) {
        makeRoom(listed);
      }
      int place = cells[at + SOURCE];
      cells[at + SOURCE] =
          listed == 1 ? sources.begin(place, owner) : sources.add(place, listed, owner);
    }
    cells[at + LISTED] = listed + 1;
  }

  /** How many sources are listed, with those that have gone. */
  int listed(int row) {
    return cells[cell(row) + LISTED];
  }

  /** A source of the list, the oldest first. */
  int source(int row, int which) {
    int at = cell(row);
    int source = cells[at + SOURCE];
    return cells[at + LISTED] == 1 ? source : sources.numbers()[source + which];
  }

  /** Takes a source off the list. */
  void unlist(int row, int owner) {
    int at = cell(row);
    int listed = cells[at + LISTED];
    for (int i = 0; i < listed; i++) {
      if (source(row, i) == owner) {
        int place = cells[at + SOURCE];
        if (listed > 1) {
          int[] list = sources.numbers();
          System.arraycopy(list, place + i + 1, list, place + i, listed - i - 1);
        }
        shorten(at, listed, listed - 1);
        return;
      }
    }
  }

  /**
   * Takes everybody off the lists who is not there, and gives memory back if most of it is unused.
   *
   * @param first the document of the first row
   * @param alive takes the documents that are live
   * @return how many sources have gone
   */
  int tidySources(int first, OwnerTable owners, LiveDocuments alive) {
    int gone = 0;
    int needed = 0;
    for (int from = 0; from < used; from += Long.SIZE) {
      long isAlive = 0;
      for (int row = from; row < Math.min(used, from + Long.SIZE); row++) {
        int at = cell(row);
        int listed = cells[at + LISTED];
        int kept = keepOpen(cells[at + SOURCE], listed, owners);
        if (kept != listed) {
          shorten(at, listed, kept);
          gone += listed - kept;
        }
        needed += kept > 1 ? kept + 1 : 0;
        // Signs in place of branches: what a document has is not to be guessed.
        isAlive |= (long) (-kept >>> 31) << row;
      }
      alive.set(first + from, isAlive);
    }
    if (gone > 0 && 2 * needed < sources.capacity()) {
      sources = copySources(new SourceLists(needed));
    }
    return gone;
  }

  private int keepOpen(int source, int listed, OwnerTable owners) {
    if (listed > 1) {
      return sources.keepOpen(source, listed, owners);
    }
    return listed == 1 && owners.isOpen(source) ? 1 : 0;
  }

  /** Hands the sources of a row over to a new row of the same file. */
  void moveSources(int row, DocumentPage to, int newRow) {
    int at = cell(row);
    int listed = cells[at + LISTED];
    for (int i = 0; i < listed; i++) {
      to.addSource(newRow, source(row, i));
    }
    shorten(at, listed, 0);
  }

  /** The list has become shorter, to what stands at its beginning. */
  private void shorten(int at, int listed, int kept) {
    if (kept == listed) {
      return;
    }
    cells[at + LISTED] = kept;
    if (listed > 1 && kept <= 1) {
      int place = cells[at + SOURCE];
      cells[at + SOURCE] = sources.numbers()[place];
      sources.close(place);
    }
    if (kept == 0) {
      liveRows--;
    }
  }

  private void makeRoom(int count) {
    if (sources.isWasteful()) {
      sources.take(copySources(aside.clear(sources.capacity())));
    }
    if (sources.isFull(count)) {
      sources.grow(count);
    }
  }

  private SourceLists copySources(SourceLists copies) {
    for (int at = 0; at < cells.length; at += CELLS) {
      int listed = cells[at + LISTED];
      if (listed > 1) {
        cells[at + SOURCE] = copies.copy(sources.numbers(), cells[at + SOURCE], listed);
      }
    }
    return copies;
  }

  private long number(int at) {
    return (long) cells[at] << 32 | cells[at + 1] & 0xffff_ffffL;
  }

  private void put(int at, long number) {
    cells[at] = (int) (number >>> 32);
    cells[at + 1] = (int) number;
  }
}

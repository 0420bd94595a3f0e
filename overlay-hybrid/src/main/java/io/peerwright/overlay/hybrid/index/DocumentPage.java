package io.peerwright.overlay.hybrid.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 256 documents. The number of a document is its page's number and its row. What is known of one
 * lies together, in cells of one array, for a cache line costs as much as all that is in it.
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
  private static final int MD5 = 7;
  private static final int NAME_FROM = 11;

  /** The length of the name in the lower half, the type above it. */
  private static final int NAME_LENGTH = 12;

  private static final int PREVIOUS_OF_CONTENT = 13;
  private static final int TYPE_SHIFT = 16;
  private static final int LENGTH_MASK = (1 << TYPE_SHIFT) - 1;

  /** How many sources are listed, with those that have gone meanwhile; 0 of a dead document. */
  private static final int LISTED = 14;

  /** The source, if one is listed and there is no array. */
  private static final int ONLY_SOURCE = 15;

  int used;

  /** Rows for which a source is listed. */
  int liveRows;

  /** Nobody shares any of it, and nothing but what is being cleared leads here. */
  boolean condemned;

  private final int[] cells = new int[ROWS * CELLS];

  private final int @Nullable [][] sources = new int[ROWS][];
  private byte[] names;

  /**
   * An empty page.
   *
   * @param names where names are put until the page is full; others may use it after that
   */
  DocumentPage(byte[] names) {
    this.names = names;
  }

  /** Takes a file into the next row; {@code file} may be a view of another page. */
  int add(IndexedFile file, int type, int nameHash) {
    int row = used++;
    int at = row * CELLS;
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
    put(at + MD5, file.md5High());
    put(at + MD5 + 2, file.md5Low());
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

  /** Shows a file. */
  IndexedFile show(int row, IndexedFile view) {
    int at = row * CELLS;
    return view.name(names, cells[at + NAME_FROM], cells[at + NAME_LENGTH] & LENGTH_MASK)
        .md5(number(at + MD5), number(at + MD5 + 2))
        .numbers(
            number(at + SIZE), cells[at + BITRATE], cells[at + FREQUENCY], cells[at + SECONDS]);
  }

  boolean hasName(int row, byte[] bytes, int from, int count) {
    int at = row * CELLS;
    int start = cells[at + NAME_FROM];
    return (cells[at + NAME_LENGTH] & LENGTH_MASK) == count
        && Arrays.equals(names, start, start + count, bytes, from, from + count);
  }

  boolean isSame(int row, IndexedFile file, int type) {
    int at = row * CELLS;
    return number(at + SIZE) == file.sizeBytes()
        && number(at + MD5) == file.md5High()
        && number(at + MD5 + 2) == file.md5Low()
        && cells[at + BITRATE] == file.bitrate()
        && cells[at + FREQUENCY] == file.frequency()
        && cells[at + SECONDS] == file.seconds()
        && type(row) == type
        && hasName(row, file.nameBytes(), file.nameFrom(), file.nameLength());
  }

  boolean hasContent(int row, long high, long low, long size) {
    int at = row * CELLS;
    return number(at + MD5) == high && number(at + MD5 + 2) == low && number(at + SIZE) == size;
  }

  int nameHash(int row) {
    return cells[row * CELLS + NAME_HASH];
  }

  int type(int row) {
    return cells[row * CELLS + NAME_LENGTH] >>> TYPE_SHIFT;
  }

  long sizeBytes(int row) {
    return number(row * CELLS + SIZE);
  }

  int bitrate(int row) {
    return cells[row * CELLS + BITRATE];
  }

  int frequency(int row) {
    return cells[row * CELLS + FREQUENCY];
  }

  int seconds(int row) {
    return cells[row * CELLS + SECONDS];
  }

  /** The next document that may have the same content. */
  int nextOfContent(int row) {
    return cells[row * CELLS + NEXT_OF_CONTENT];
  }

  void setNextOfContent(int row, int document) {
    cells[row * CELLS + NEXT_OF_CONTENT] = document;
  }

  /** The document that leads to this one by {@link #nextOfContent}. */
  int previousOfContent(int row) {
    return cells[row * CELLS + PREVIOUS_OF_CONTENT];
  }

  void setPreviousOfContent(int row, int document) {
    cells[row * CELLS + PREVIOUS_OF_CONTENT] = document;
  }

  boolean hasMd5(int row) {
    int at = row * CELLS + MD5;
    return (number(at) | number(at + 2)) != 0;
  }

  /** The hash of what makes two contents the same. */
  int contentHash(int row, Hash hash) {
    int at = row * CELLS + MD5;
    return hash.of(number(at), number(at + 2), sizeBytes(row));
  }

  private int nameEnd(int row) {
    int at = row * CELLS;
    return cells[at + NAME_FROM] + (cells[at + NAME_LENGTH] & LENGTH_MASK);
  }

  // ---- who shares it

  /** True if somebody is listed as a source. */
  boolean isLive(int row) {
    return cells[row * CELLS + LISTED] > 0;
  }

  /** True if one of them is there. */
  boolean hasOpenSource(int row, OwnerTable owners) {
    for (int i = listed(row) - 1; i >= 0; i--) {
      if (owners.isOpen(source(row, i))) {
        return true;
      }
    }
    return false;
  }

  /** Adds a source behind the others. */
  void addSource(int row, int owner) {
    int at = row * CELLS;
    int listed = cells[at + LISTED]++;
    if (listed == 0) {
      liveRows++;
      cells[at + ONLY_SOURCE] = owner;
      return;
    }
    int[] list = sources[row];
    if (list == null) {
      list = new int[] {cells[at + ONLY_SOURCE], owner};
      sources[row] = list;
    } else {
      if (listed == list.length) {
        list = Arrays.copyOf(list, listed + Math.max(1, listed >> 1));
        sources[row] = list;
      }
      list[listed] = owner;
    }
  }

  /** How many sources are listed, with those that have gone. */
  int listed(int row) {
    return cells[row * CELLS + LISTED];
  }

  /** The sources of a row, up to {@link #listed}; null if there is one only. */
  int @Nullable [] sources(int row) {
    return sources[row];
  }

  /** A source of the list, the oldest first. */
  int source(int row, int which) {
    int[] list = sources[row];
    return list == null ? cells[row * CELLS + ONLY_SOURCE] : list[which];
  }

  /** Takes a source off the list. */
  void unlist(int row, int owner) {
    int at = row * CELLS;
    int listed = cells[at + LISTED];
    int[] list = sources[row];
    for (int i = 0; i < listed; i++) {
      if (source(row, i) == owner) {
        if (list != null) {
          System.arraycopy(list, i + 1, list, i, listed - i - 1);
        }
        cells[at + LISTED] = listed - 1;
        if (listed == 1) {
          sources[row] = null;
          liveRows--;
        }
        return;
      }
    }
  }

  /** Takes everybody off the list who is not there; returns how many these were. */
  int tidySources(int row, OwnerTable owners) {
    int at = row * CELLS;
    int listed = cells[at + LISTED];
    int[] list = sources[row];
    int kept = 0;
    for (int i = 0; i < listed; i++) {
      int owner = source(row, i);
      if (owners.isOpen(owner)) {
        if (list != null) {
          list[kept] = owner;
        }
        kept++;
      }
    }
    cells[at + LISTED] = kept;
    if (kept == 0) {
      liveRows--;
    }
    if (list != null && kept * 2 < list.length) {
      sources[row] = kept == 0 ? null : Arrays.copyOf(list, kept);
    }
    return listed - kept;
  }

  /** Hands the sources of a row over to a new row of the same file. */
  void moveSources(int row, DocumentPage to, int newRow) {
    int at = row * CELLS;
    int target = newRow * CELLS;
    to.cells[target + LISTED] = cells[at + LISTED];
    to.cells[target + ONLY_SOURCE] = cells[at + ONLY_SOURCE];
    to.sources[newRow] = sources[row];
    to.liveRows++;
    cells[at + LISTED] = 0;
    sources[row] = null;
    liveRows--;
  }

  private long number(int at) {
    return (long) cells[at] << 32 | cells[at + 1] & 0xffff_ffffL;
  }

  private void put(int at, long number) {
    cells[at] = (int) (number >>> 32);
    cells[at + 1] = (int) number;
  }
}

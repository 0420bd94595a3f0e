package io.peerwright.overlay.hybrid.index;

import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The columns of 256 documents. The number of a document is its page's number and its row. */
final class DocumentPage {

  static final int ROWS = 256;

  private static final byte HAS_MD5 = 0x40;
  private static final int TYPE_MASK = 0x3f;

  final int[] keyHash = new int[ROWS];
  final int[] nextOfKey = new int[ROWS];
  final int[] nextOfContent = new int[ROWS];
  final int[] previousOfContent = new int[ROWS];
  final int[] firstShare = new int[ROWS];
  final long[] sizeBytes = new long[ROWS];
  final int[] bitrate = new int[ROWS];
  final int[] frequency = new int[ROWS];
  final int[] seconds = new int[ROWS];
  int used;
  int live;

  private final long[] md5High = new long[ROWS];
  private final long[] md5Low = new long[ROWS];
  private final byte[] flags = new byte[ROWS];
  private final int[] nameEnd = new int[ROWS];
  private byte[] names = new byte[ROWS * 16];

  /** Takes a file into the next row. */
  int add(SharedFile file, int type) {
    int row = used++;
    int start = nameStart(row);
    int end = start + file.name().length();
    if (end > names.length) {
      names = Arrays.copyOf(names, Math.max(end, names.length + names.length / 2));
    }
    for (int i = 0; i < file.name().length(); i++) {
      names[start + i] = (byte) file.name().charAt(i);
    }
    nameEnd[row] = end;
    sizeBytes[row] = file.sizeBytes();
    bitrate[row] = file.bitrate();
    frequency[row] = file.frequency();
    seconds[row] = file.seconds();
    flags[row] = (byte) type;
    if (Md5.isMd5(file.md5())) {
      flags[row] |= HAS_MD5;
      md5High[row] = Md5.half(file.md5(), 0);
      md5Low[row] = Md5.half(file.md5(), 16);
    }
    if (used == ROWS) {
      names = Arrays.copyOf(names, end);
    }
    return row;
  }

  SharedFile file(int row) {
    String md5 = hasMd5(row) ? Md5.text(md5High[row], md5Low[row]) : SharedFile.NO_MD5;
    return new SharedFile(
        name(row), md5, sizeBytes[row], bitrate[row], frequency[row], seconds[row]);
  }

  String name(int row) {
    int start = nameStart(row);
    return new String(names, start, nameEnd[row] - start, StandardCharsets.ISO_8859_1);
  }

  boolean hasName(int row, String name) {
    int start = nameStart(row);
    if (nameEnd[row] - start != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if ((names[start + i] & 0xff) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean isSame(int row, SharedFile file, int type) {
    return sizeBytes[row] == file.sizeBytes()
        && bitrate[row] == file.bitrate()
        && frequency[row] == file.frequency()
        && seconds[row] == file.seconds()
        && type(row) == type
        && hasName(row, file.name())
        && (Md5.isMd5(file.md5())
            ? hasContent(row, Md5.half(file.md5(), 0), Md5.half(file.md5(), 16))
            : !hasMd5(row));
  }

  boolean hasContent(int row, long high, long low) {
    return hasMd5(row) && md5High[row] == high && md5Low[row] == low;
  }

  boolean hasMd5(int row) {
    return (flags[row] & HAS_MD5) != 0;
  }

  int type(int row) {
    return flags[row] & TYPE_MASK;
  }

  int contentHash(int row, Hash hash) {
    return hash.of(md5High[row], md5Low[row], sizeBytes[row]);
  }

  private int nameStart(int row) {
    return row == 0 ? 0 : nameEnd[row - 1];
  }
}

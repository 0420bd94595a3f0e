package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.text.WireText;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The hashes of the words of one query after the other: one object for each loop, used again and
 * again. The text is read where it lies in the buffer; as long as it is ASCII, no object is made. A
 * query without words may look for URNs, whose hashes are taken then.
 *
 * <pre>{@code
 * hashes.read(data, at);
 * for (...) {
 *   if (table.mayAnswer(hashes)) { ... }
 * }
 * }</pre>
 */
public final class QueryHashes {

  /** More words than this narrow nothing any further. */
  static final int MAX_WORDS = 128;

  private static final byte[] FOLDED = folded();

  private final int[] hashes = new int[MAX_WORDS];
  private int count;
  private boolean byUrn;

  /** Without words. */
  public QueryHashes() {}

  private static byte[] folded() {
    byte[] folded = new byte[0x80];
    for (int c = 0; c < folded.length; c++) {
      folded[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
    }
    return folded;
  }

  /**
   * Takes the words of the query that begins there.
   *
   * @return how many there are; 0 too if there is no query
   */
  public int read(ByteBuffer bytes, int at) {
    clear();
    boolean query = Header.payloadLength(bytes, at) > 2;
    int textEnd = query ? Query.textEnd(bytes, at) : -1;
    if (textEnd < 0 || read(bytes, Query.textStart(at), textEnd) > 0) {
      return count;
    }
    int end = at + Header.BYTES + Header.payloadLength(bytes, at);
    if (end - textEnd > 2) {
      readUrns(Octets.of(bytes, textEnd + 1, end - textEnd - 1));
    }
    return count;
  }

  private void readUrns(Octets area) {
    byUrn = true;
    for (Urn urn : ExtensionArea.read(area).urns()) {
      if (urn.namespace().equals(Urn.SHA1) && count < MAX_WORDS) {
        hashes[count++] = WordHash.of(urn.toString());
      }
    }
  }

  private void clear() {
    count = 0;
    byUrn = false;
  }

  /** Takes the words of a text in UTF-8, or else in the charset of old Windows servents. */
  public int read(ByteBuffer bytes, int from, int to) {
    clear();
    int folded = 0;
    int length = 0;
    for (int i = from; i < to; i++) {
      byte c = bytes.get(i);
      if (c < 0) {
        return readOther(bytes, from, to);
      }
      int lower = FOLDED[c];
      if (lower != 0) {
        folded = WordHash.fold(folded, length++, lower);
      } else {
        add(folded, length);
        folded = 0;
        length = 0;
      }
    }
    add(folded, length);
    return count;
  }

  /** Takes the words of a readable text. */
  public int read(String text) {
    clear();
    for (String word : Keywords.of(text)) {
      if (Keywords.bytes(word) >= Keywords.SHORTEST && count < MAX_WORDS) {
        hashes[count++] = WordHash.of(word);
      }
    }
    return count;
  }

  private int readOther(ByteBuffer bytes, int from, int to) {
    byte[] text = new byte[to - from];
    bytes.get(from, text);
    return read(WireText.decode(new String(text, StandardCharsets.ISO_8859_1)));
  }

  private void add(int folded, int length) {
    if (length >= Keywords.SHORTEST && count < MAX_WORDS) {
      hashes[count++] = WordHash.finish(folded);
    }
  }

  /** Whether the hashes are those of URNs, of which one is enough. */
  public boolean isByUrn() {
    return byUrn;
  }

  /** How many words there are that tables hold. */
  public int count() {
    return count;
  }

  /** The hash of one of them. */
  public int hash(int index) {
    return hashes[index];
  }
}

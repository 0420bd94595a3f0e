package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.index.Words;
import org.jspecify.annotations.Nullable;

/** A file that is shared, as it is searched for. */
public final class LibraryFile {

  private final int index;
  private final SharedItem item;

  /** Each word with a space before it. */
  private final String words;

  LibraryFile(int index, SharedItem item) {
    this.index = index;
    this.item = item;
    words = " " + String.join(" ", Words.list(item.name()));
  }

  /** The number that others know it by. */
  public int index() {
    return index;
  }

  /** What is shared. */
  public SharedItem item() {
    return item;
  }

  /** Its SHA-1; null if that is not known. */
  public @Nullable Urn sha1() {
    for (Urn urn : item.urns()) {
      if (urn.namespace().equals(Urn.SHA1)) {
        return urn;
      }
    }
    return null;
  }

  /** Whether a word of the name begins like this, with a space before it. */
  boolean hasWord(String start) {
    return words.contains(start);
  }
}

package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.RecentValues;
import io.peerwright.kit.index.WordIndex;
import io.peerwright.overlay.gnutella.ggep.FileHash;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that is shared, as it is searched for. */
public final class LibraryFile {

  /** Many servents of a process have files of one name. */
  private static final RecentValues<String> LINES = new RecentValues<>();

  private final int index;
  private final SharedItem item;

  /** The words of the name, see {@link WordIndex#line}. */
  private final String line;

  LibraryFile(int index, SharedItem item) {
    this.index = index;
    this.item = item;
    line = LINES.same(WordIndex.line(item.name()));
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
    return first(Urn.SHA1);
  }

  /** The root of its tree of Tiger hashes; null if that is not known. */
  public @Nullable Urn tigerTree() {
    return first(Urn.TIGER_TREE);
  }

  private @Nullable Urn first(String namespace) {
    for (Urn urn : item.urns()) {
      for (Urn part : FileHash.parts(urn)) {
        if (part.namespace().equals(namespace)) {
          return part;
        }
      }
    }
    return null;
  }

  /** What it is called by its content; of a bitprint both hashes. */
  Set<Urn> urns() {
    Set<Urn> urns = new LinkedHashSet<>();
    item.urns().forEach(urn -> urns.addAll(FileHash.parts(urn)));
    return urns;
  }

  String line() {
    return line;
  }
}

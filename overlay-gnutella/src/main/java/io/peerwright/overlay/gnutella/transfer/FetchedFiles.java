package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.TreeCheck;
import io.peerwright.kit.files.HeldParts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Files that are being fetched, as sources for others: their parts that were verified by the tree,
 * and the whole from its end on until the servent leaves. Without a tree a part cannot be told from
 * a wrong one, so nothing is offered before the SHA-1 of the whole was compared.
 */
final class FetchedFiles {

  private static final int MOST = 256;

  /**
   * One file.
   *
   * @param tree null if nobody has told its root
   */
  record FetchedFile(Urn sha1, HeldParts held, @Nullable TreeCheck tree) {

    /** The root of the tree that can be sent of it; null if none can. */
    @Nullable Urn root() {
      return tree != null && tree.canCheckPieces() ? tree.root() : null;
    }

    /** Whether something of it can be sent. */
    boolean isOfUse() {
      return held.verified().total() > 0;
    }
  }

  private final boolean offers;
  private final Supplier<@Nullable Endpoint> own;
  private final Map<Urn, FetchedFile> files = new LinkedHashMap<>(0);

  /**
   * None yet.
   *
   * @param offers whether others are sent anything of them
   * @param own where others can dial us; tells null if they cannot
   */
  FetchedFiles(boolean offers, Supplier<@Nullable Endpoint> own) {
    this.offers = offers;
    this.own = own;
  }

  /** Whether others are sent parts. */
  boolean areOffered() {
    return offers;
  }

  /** One more is being fetched. Of more than there may be the first goes. */
  void add(FetchedFile file) {
    if (offers) {
      files.putIfAbsent(file.sha1, file);
      if (files.size() > MOST) {
        files.remove(files.keySet().iterator().next());
      }
    }
  }

  /** It will not be here. */
  void remove(FetchedFile file) {
    files.remove(file.sha1, file);
  }

  /** One of which something can be sent; null if there is none. */
  @Nullable FetchedFile find(@Nullable Urn sha1) {
    FetchedFile file = sha1 == null ? null : files.get(sha1);
    return file != null && file.isOfUse() ? file : null;
  }

  /** Whether others could find something here. */
  boolean isEmpty() {
    return files.isEmpty();
  }

  /** Where others can fetch a file; null if they cannot. */
  @Nullable Endpoint at(@Nullable Urn sha1) {
    Endpoint at = find(sha1) == null ? null : own.get();
    return at != null && AlternateFields.isDialable(at) ? at : null;
  }

  /** None is offered any more. */
  void clear() {
    files.clear();
  }
}

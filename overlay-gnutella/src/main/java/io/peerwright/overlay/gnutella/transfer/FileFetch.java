package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.ContentCheck;
import io.peerwright.kit.download.HashCheck;
import io.peerwright.kit.download.MultiSourceDownload;
import io.peerwright.kit.download.TreeCheck;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import org.jspecify.annotations.Nullable;

/** What the sources of one file tell besides its bytes, and what a download makes of it. */
final class FileFetch {

  private final ContentCheck check;
  private final @Nullable TreeFetch tree;
  private @Nullable MultiSourceDownload download;

  /**
   * Of a file that is not fetched yet.
   *
   * @param whole what hits have said that it is; a root of a tree among that is used if a hash of
   *     the whole can show that it was a lie
   */
  FileFetch(HashCheck whole, long size) {
    Urn root = whole.expected(Urn.TIGER_TREE);
    if (root == null || !whole.isConclusive()) {
      check = whole;
      tree = null;
    } else {
      TreeCheck parts = new TreeCheck(whole, size, root);
      check = parts;
      tree = new TreeFetch(parts, this::onTree);
    }
  }

  ContentCheck check() {
    return check;
  }

  void begin(MultiSourceDownload started) {
    download = started;
  }

  private void onTree() {
    if (download != null) {
      download.onPiecesKnown();
    }
  }

  /** A source has answered. */
  void onAnswer(HttpClient client, Url source, Reach namedBy, HttpResponse response) {
    if (tree != null) {
      tree.offer(client, source, namedBy, response);
    }
  }

  void close() {
    if (tree != null) {
      tree.close();
    }
  }
}

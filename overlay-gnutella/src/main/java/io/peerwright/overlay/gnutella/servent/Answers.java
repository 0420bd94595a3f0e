package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.sharing.HitWriter;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import io.peerwright.overlay.gnutella.sharing.Responder;
import java.util.List;

/** What a servent answers of itself: hits to queries. */
final class Answers {

  /** Files that one query is told of. */
  private static final int MAX_FILES = 64;

  /** Slack for a way back that is longer than the way there. */
  private static final int HIT_TTL_SLACK = 2;

  private Answers() {}

  /** The files of ours that a query asks for. */
  static List<LibraryFile> find(Library library, Query query) {
    int limit = query.maxHits() == 0 ? MAX_FILES : Math.min(MAX_FILES, query.maxHits());
    ExtensionArea area = ExtensionArea.read(query.extensions());
    return library.find(query.text(), area.urns(), limit);
  }

  /** Tells who asks of files, the way that its query came. */
  static void send(
      List<LibraryFile> files, Query query, PeerLink to, Guid guid, int hops, Responder responder) {
    for (QueryHit hit : HitWriter.hits(files, query.has(Query.READS_GGEP_H), responder)) {
      to.send(guid, hops + HIT_TTL_SLACK, hit);
    }
  }
}

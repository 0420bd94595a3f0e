package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitRecord;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.List;

/** Hits of other servents, for tests. */
public final class TestHits {

  private TestHits() {}

  /** A hit for one file that carries a token. */
  public static QueryHit hit(String name, Octets token) {
    Endpoint at = Endpoint.parse("81.82.0.51:6346");
    Responder responder =
        new Responder(at, true, new Guid(7, 8), List.of(), false).withToken(token);
    HitBody body =
        HitBody.of(
            List.of(HitRecord.of(1, 1_000, name, List.of(), List.of())), responder.trailer());
    return new QueryHit(1, at, 0, body.encoded(), responder.servent());
  }
}

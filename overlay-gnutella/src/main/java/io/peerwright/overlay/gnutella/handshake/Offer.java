package io.peerwright.overlay.gnutella.handshake;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we say of ourselves.
 *
 * @param agent our program
 * @param guid by which we are known; null for none
 * @param listen where we listen; null if nobody can reach us
 * @param degree how many ultrapeers we link to
 * @param maxTtl the longest way that we let a query go
 * @param queryRouting whether we read and send tables of words
 * @param dynamicQuerying whether we ask a few links at a time
 * @param tls whether TLS may begin behind the handshake, and whether we ask for it
 * @param deflate whether we can read compressed streams, and send them
 */
public record Offer(
    String agent,
    @Nullable Guid guid,
    @Nullable Endpoint listen,
    int degree,
    int maxTtl,
    boolean queryRouting,
    boolean dynamicQuerying,
    TlsUse tls,
    boolean deflate) {

  /** This program. */
  public static final String AGENT = "Peerwright/0.1";

  /** The field that tells servents from each other, whatever their addresses are. */
  static final String GUID = "GUID";

  /** What a configuration has us say; {@code listen} is null if nobody can reach us. */
  public static Offer of(GnutellaConfig config, Guid guid, @Nullable Endpoint listen) {
    return new Offer(
        AGENT,
        guid,
        listen,
        config.ultrapeerLinks(),
        config.ttl(),
        config.queryRouting(),
        config.isDynamicQuerying(),
        config.tls(),
        config.deflate());
  }

  /**
   * The header of a first or second block.
   *
   * @param role what we are
   * @param remote where the other side is
   */
  HttpFields fields(Role role, Endpoint remote) {
    HttpFields fields = HttpFields.NONE.with("User-Agent", agent);
    String tier = Admission.tierOf(role);
    if (tier != null) {
      fields = fields.with("X-Ultrapeer", tier);
      if (queryRouting) {
        fields = fields.with("X-Query-Routing", "0.1").with("X-Ultrapeer-Query-Routing", "0.1");
      }
      fields =
          fields
              .with("X-Degree", Integer.toString(degree))
              .with("X-Max-TTL", Integer.toString(maxTtl));
      if (dynamicQuerying) {
        fields = fields.with("X-Dynamic-Querying", "0.1");
      }
    }
    fields =
        fields
            .with("GGEP", "0.5")
            .with("Vendor-Message", "0.2")
            .with("Bye-Packet", "0.1")
            .with("Pong-Caching", "0.1")
            .with("X-Random-Walks", "0.1");
    List<String> features = features();
    if (!features.isEmpty()) {
      fields = fields.with("X-Features", String.join(", ", features));
    }
    fields = guid == null ? fields : fields.with(GUID, guid.toString());
    if (listen != null) {
      fields = fields.with("Listen-IP", listen.toString());
    }
    String where = remote.toString();
    fields = fields.with("Remote-IP", where.substring(0, where.lastIndexOf(':')));
    return deflate ? fields.with("Accept-Encoding", "deflate") : fields;
  }

  private List<String> features() {
    List<String> features = new ArrayList<>();
    if (tls.isTaken()) {
      features.add("tls/1.0");
    }
    if (listen != null && !listen.isIpv4()) {
      // Addresses of both kinds may be told to it.
      features.add("IP/6.0");
    }
    return features;
  }
}

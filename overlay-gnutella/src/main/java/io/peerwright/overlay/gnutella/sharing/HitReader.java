package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitRecord;
import io.peerwright.overlay.gnutella.hit.HitTrailer;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads hits as the API tells them. */
public final class HitReader {

  /** An attribute of hits: the number by which the servent knows the file. */
  public static final String INDEX = "index";

  /** An attribute of hits of servents that cannot be dialled: endpoints, split by spaces. */
  public static final String PUSH_PROXIES = "push-proxies";

  /** An attribute of hits of servents that can be dialled with TLS. */
  public static final String TLS = "tls";

  /** An attribute as {@link #PUSH_PROXIES}, with those of them that take TLS. */
  public static final String SECURE_PUSH_PROXIES = "push-proxies-tls";

  private static final int MOST_PROXIES = 8;
  private static final Pattern FOLDER_ENDS = Pattern.compile("^/+|/+$");

  private HitReader() {}

  /**
   * The files of a hit.
   *
   * @param overlay the name of the overlay
   * @param permitted whether we may be made to dial an address
   * @throws MalformedException if it has fewer than it says
   */
  public static List<Hit> read(String overlay, QueryHit hit, Predicate<Endpoint> permitted)
      throws MalformedException {
    HitBody body = HitBody.read(hit);
    Optional<HitTrailer> trailer = body.trailer();
    Endpoint at = endpoint(hit, trailer.map(HitTrailer::ggep).orElse(Ggep.EMPTY));
    boolean firewalled = trailer.map(each -> each.has(HitTrailer.FIREWALLED)).orElse(false);
    boolean dialable = at != null && !firewalled && permitted.test(at);
    List<Endpoint> told = trailer.map(HitTrailer::pushProxies).orElse(List.of());
    String proxies = dialable ? "" : proxies(told, permitted);
    String secure =
        proxies.isEmpty() ? "" : proxies(trailer.orElseThrow().securePushProxies(), permitted);
    boolean tls = trailer.map(each -> each.ggep().has(GgepIds.TLS)).orElse(false);
    List<Hit> hits = new ArrayList<>();
    for (HitRecord record : body.records()) {
      Map<String, String> attributes = new TreeMap<>();
      record.area().strings().forEach(text -> attributes.putAll(MediaText.read(text)));
      attributes.put(INDEX, Long.toString(record.index()));
      if (dialable && tls) {
        attributes.put(TLS, "true");
      }
      if (!proxies.isEmpty()) {
        attributes.put(PUSH_PROXIES, proxies);
        if (!secure.isEmpty()) {
          attributes.put(SECURE_PUSH_PROXIES, secure);
        }
      }
      hits.add(
          new Hit(
              overlay,
              hit.servent().toString(),
              name(record),
              record.size() < 0 ? OptionalLong.empty() : OptionalLong.of(record.size()),
              dialable ? at : null,
              new TreeSet<>(record.urns()),
              attributes));
    }
    return hits;
  }

  private static String proxies(List<Endpoint> told, Predicate<Endpoint> permitted) {
    return told.stream()
        .filter(each -> each.port() != 0 && !each.isAnyLocal() && permitted.test(each))
        .limit(MOST_PROXIES)
        .map(Endpoint::toString)
        .collect(Collectors.joining(" "));
  }

  /** Who passes on a push to the servent of a hit. */
  public static List<Endpoint> pushProxies(Hit hit) {
    return endpoints(hit.attributes().getOrDefault(PUSH_PROXIES, ""));
  }

  /** Those of them that take TLS. */
  public static List<Endpoint> securePushProxies(Hit hit) {
    return endpoints(hit.attributes().getOrDefault(SECURE_PUSH_PROXIES, ""));
  }

  private static List<Endpoint> endpoints(String told) {
    return told.isEmpty()
        ? List.of()
        : Arrays.stream(told.split(" ")).map(Endpoint::parse).toList();
  }

  /** The whole path, if the servent tells the folder besides; slashes are of one kind. */
  private static String name(HitRecord record) {
    String folder = FOLDER_ENDS.matcher(record.folder().replace('\\', '/')).replaceAll("");
    return folder.isEmpty() ? record.name() : folder + "/" + record.name();
  }

  private static @Nullable Endpoint endpoint(QueryHit hit, Ggep ggep) {
    return GgepValues.dialable(hit.endpoint(), ggep).orElse(null);
  }
}

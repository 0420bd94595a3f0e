package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A servent that cannot be dialled, as headers name it: {@code X-FAlt: GUID;PROXY:PORT;...}, told
 * to those only who say {@code fwalt} in {@code X-Features}. What stands there besides, such as
 * {@code fwt/1}, is passed over.
 *
 * @param guid of the servent
 * @param proxies who pass on a push to it
 */
record Firewalled(Guid guid, List<Endpoint> proxies) {

  /** Who understands them says so. */
  static final String FEATURE = "fwalt/0.1";

  /** The field with those that have a file. */
  static final String HAVE = "X-FAlt";

  /** The field with those that have it no more. */
  static final String GONE = "X-NFAlt";

  private static final int MOST_READ = 8;
  private static final int MOST_PROXIES = 4;
  private static final int MOST_TEXT = 4096;
  private static final int USUAL_PORT = 6346;

  /** Equal for the same servent, whoever passes on its pushes now. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Firewalled servent && servent.guid.equals(guid);
  }

  @Override
  public int hashCode() {
    return guid.hashCode();
  }

  /** Whether a message of another says that it understands them. */
  static boolean isUnderstood(HttpFields fields) {
    return fields.all("X-Features").stream().anyMatch(each -> each.contains("fwalt/"));
  }

  /**
   * Those that a field names.
   *
   * @param permitted which proxies we may be made to dial; a servent without one is left out
   */
  static Set<Firewalled> of(HttpFields fields, String name, Predicate<Endpoint> permitted) {
    Set<Firewalled> found = new LinkedHashSet<>();
    for (String value : fields.all(name)) {
      String text = value.length() > MOST_TEXT ? value.substring(0, MOST_TEXT) : value;
      for (String each : text.split(",", MOST_READ + 1)) {
        if (found.size() < MOST_READ) {
          read(each.strip().split(";", 2 * MOST_PROXIES + 1), permitted, found);
        }
      }
    }
    return found;
  }

  private static void read(String[] parts, Predicate<Endpoint> permitted, Set<Firewalled> into) {
    Guid guid = ServerId.parse(parts[0].strip());
    List<Endpoint> proxies = new ArrayList<>();
    for (int i = 1; i < parts.length && proxies.size() < MOST_PROXIES; i++) {
      Endpoint proxy = AlternateFields.endpoint(parts[i].strip(), USUAL_PORT);
      if (proxy != null && AlternateFields.isDialable(proxy) && permitted.test(proxy)) {
        proxies.add(proxy);
      }
    }
    if (guid != null && !proxies.isEmpty()) {
      into.add(new Firewalled(guid, proxies));
    }
  }

  /** As a field; none if there is nobody. */
  static HttpFields field(String name, Collection<Firewalled> servents) {
    return servents.isEmpty()
        ? HttpFields.NONE
        : HttpFields.NONE.with(
            name, servents.stream().map(Firewalled::text).collect(Collectors.joining(", ")));
  }

  private String text() {
    return guid
        + proxies.stream()
            .limit(MOST_PROXIES)
            .map(each -> ";" + each)
            .collect(Collectors.joining());
  }
}

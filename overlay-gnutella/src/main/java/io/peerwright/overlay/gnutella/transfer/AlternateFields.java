package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.HttpFields;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Servents that have a file, as headers name them: {@code X-Alt} and {@code X-NAlt} by addresses,
 * {@code X-Gnutella-Alternate-Location} by URLs of HUGE. Names of hosts and other files are passed
 * over, and so is what is not understood.
 */
final class AlternateFields {

  private static final int MOST_READ = 20;
  private static final int MOST_TEXT = 4096;
  private static final int USUAL_PORT = 6346;
  private static final Pattern ADDRESS =
      Pattern.compile(
          "((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|\\[[0-9a-fA-F:]{2,39}\\])(?::([0-9]{1,5}))?");

  private static final Pattern URL =
      Pattern.compile("http://([^/\\s]{7,50})/uri-res/N2R\\?(urn:[A-Za-z0-9:]{36,50})");

  private AlternateFields() {}

  /** Those that have a file. */
  static Set<Endpoint> of(HttpFields fields, Urn sha1) {
    Set<Endpoint> found = listed(fields.all("X-Alt"));
    for (String name : List.of("X-Gnutella-Alternate-Location", "Alternate-Location")) {
      for (String value : fields.all(name)) {
        Matcher url = URL.matcher(cut(value));
        while (url.find() && found.size() < MOST_READ) {
          if (sha1.toString().equalsIgnoreCase(url.group(2))) {
            add(url.group(1), found);
          }
        }
      }
    }
    return found;
  }

  /** Those that do not have it any more. */
  static Set<Endpoint> gone(HttpFields fields) {
    return listed(fields.all("X-NAlt"));
  }

  private static Set<Endpoint> listed(List<String> values) {
    Set<Endpoint> found = new LinkedHashSet<>();
    for (String value : values) {
      for (String each : cut(value).split(",", MOST_READ + 1)) {
        if (found.size() < MOST_READ) {
          add(each.strip(), found);
        }
      }
    }
    return found;
  }

  private static String cut(String value) {
    return value.length() > MOST_TEXT ? value.substring(0, MOST_TEXT) : value;
  }

  private static void add(String text, Set<Endpoint> into) {
    Endpoint read = endpoint(text, USUAL_PORT);
    if (read != null) {
      into.add(read);
    }
  }

  /** An address with or without a port; null if it is none. */
  static @Nullable Endpoint endpoint(String text, int usualPort) {
    Matcher form = ADDRESS.matcher(text);
    if (!form.matches()) {
      return null;
    }
    try {
      String port = form.group(2) == null ? Integer.toString(usualPort) : form.group(2);
      return Endpoint.parse(form.group(1) + ":" + port);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  /** As a field; none if there is nobody. */
  static HttpFields field(String name, Collection<Endpoint> servents) {
    return servents.isEmpty()
        ? HttpFields.NONE
        : HttpFields.NONE.with(
            name, servents.stream().map(Endpoint::toString).collect(Collectors.joining(", ")));
  }

  /** Whether an address can be one at all. */
  static boolean isDialable(Endpoint servent) {
    return servent.port() != 0 && !servent.isAnyLocal() && !servent.isMulticast();
  }
}

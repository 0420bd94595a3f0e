package io.peerwright.overlay.gnutella.bootstrap;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a GWebCache answers: lines of the first form (specification 1.3.1), addresses and URLs as
 * they are, or of the second ({@code H|address|age}, {@code U|URL|age}, {@code I|information}),
 * which may be mixed. What is neither says nothing.
 *
 * @param hosts servents, at most {@value #MAX_HOSTS}
 * @param caches other caches, at most {@value #MAX_CACHES}
 * @param failed whether it says that it does not work
 */
record CacheLines(List<Endpoint> hosts, List<Url> caches, boolean failed) {

  static final int MAX_HOSTS = 50;
  static final int MAX_CACHES = 10;

  private static final int MAX_LINES = 500;
  private static final int MAX_URL = 256;

  /** Reads an answer. */
  static CacheLines parse(String text) {
    List<Endpoint> hosts = new ArrayList<>();
    List<Url> caches = new ArrayList<>();
    List<String> lines = text.lines().limit(MAX_LINES).toList();
    for (String line : lines) {
      String[] fields = line.strip().split("\\|", 3);
      boolean second = fields.length > 1 && fields[0].length() == 1;
      String value = second ? fields[1].strip() : fields[0];
      String kind = second ? fields[0].toUpperCase(Locale.ROOT) : "";
      if (!second && value.startsWith("http") || kind.equals("U")) {
        Url url = url(value);
        if (url != null && caches.size() < MAX_CACHES && !caches.contains(url)) {
          caches.add(url);
        }
      } else if (!second || kind.equals("H")) {
        Endpoint host = host(value);
        if (host != null && hosts.size() < MAX_HOSTS && !hosts.contains(host)) {
          hosts.add(host);
        }
      }
    }
    boolean failed = !lines.isEmpty() && lines.get(0).strip().startsWith("ERROR");
    return new CacheLines(List.copyOf(hosts), List.copyOf(caches), failed);
  }

  private static @Nullable Endpoint host(String text) {
    try {
      Endpoint host = Endpoint.parse(text);
      return host.port() == 0 ? null : host;
    } catch (IllegalArgumentException nobody) {
      return null;
    }
  }

  static @Nullable Url url(String text) {
    try {
      Url url = text.length() > MAX_URL ? null : Url.parse(text);
      boolean web = url != null && (url.scheme().equals("http") || url.scheme().equals("https"));
      return web ? url : null;
    } catch (IllegalArgumentException none) {
      return null;
    }
  }
}

package io.peerwright.overlay.gnutella.bootstrap;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpException;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.QueryString;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small GWebCache (specification 1.3.1, and the second form with {@code get=1} and {@code
 * update=1}). It names only servents that were reached: neighbours and those that pongs have told
 * of, and those that have told it of themselves and answered a ping there. Who tells it of another
 * address than its own, or of a URL, is not heard; one address tells it once in 55 minutes and asks
 * {@value #PER_MINUTE} times in a minute.
 */
public final class WebCache implements HttpServer.Handler {

  /** The path that it is asked at. */
  public static final String PATH = "/gwebcache";

  /** Requests of one IPv4 address, or one IPv6 network of 64 bits. */
  public static final int PER_MINUTE = 6;

  /** How many servents are kept that have told it of themselves. */
  public static final int MAX_KEPT = 40;

  private static final int MAX_TOLD = 20;
  private static final int MAX_PARAMETERS = 20;
  private static final int CELLS = 1 << 10;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long FRESH_NANOS = 3_600 * NANOS_PER_SECOND;
  private static final long UPDATE_NANOS = 55 * 60 * NANOS_PER_SECOND;
  private static final int MAX_UPDATERS = 1_000;
  private static final HttpFields TEXT = HttpFields.NONE.with("Content-Type", "text/plain");

  /** What it has the servent do. */
  public interface Network {

    /** Servents to be named to who asks. */
    List<Endpoint> others(Endpoint asker, int most);

    /** Finds out whether a servent is there: then {@code there} is run, else nothing is. */
    void verify(Endpoint at, Runnable there);
  }

  private final Loop loop;
  private final Network network;
  private final AddressRates rates;

  /** Those that have told it of themselves and were there, and when; the latest last. */
  private final Map<Endpoint, Long> kept = new LinkedHashMap<>();

  /** When whose update is taken again; the latest last. */
  private final Map<AddressKey, Long> updaters = new LinkedHashMap<>();

  /** Knows nobody. */
  public WebCache(Loop loop, Network network) {
    this.loop = loop;
    this.network = network;
    rates = AddressRates.perMinute(SaltedHash.of(loop), PER_MINUTE, CELLS);
  }

  @Override
  public void onRequest(HttpRequest request, HttpExchange exchange) {
    try {
      if (!request.path().equals(PATH)) {
        reply(exchange, 404, "ERROR: nothing is here\n");
      } else if (!rates.take(exchange.remote(), loop.nanoTime())) {
        reply(exchange, 503, "ERROR: not so often\n");
      } else {
        QueryString query = QueryString.parse(request.query(), MAX_PARAMETERS);
        reply(exchange, 200, answer(query, exchange.remote()));
      }
    } catch (HttpException malformed) {
      reply(exchange, 400, "ERROR: malformed\n");
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) {
    exchange.reply(status, TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private String answer(QueryString query, Endpoint asker) throws HttpException {
    String net = query.text("net");
    boolean second = isSet(query, "get") || isSet(query, "update");
    if (net != null && !net.equalsIgnoreCase("gnutella")) {
      return second ? "I|net-not-supported\n" : "ERROR: another network\n";
    }
    StringBuilder text = new StringBuilder();
    if (isSet(query, "ping")) {
      text.append(second ? "I|pong|Peerwright 0.1|gnutella\n" : "PONG Peerwright 0.1\n");
    }
    String ip = query.text("ip");
    if (ip != null || query.text("url") != null) {
      boolean heard = ip != null && update(ip, asker);
      String first = heard ? "OK\n" : "OK\nWARNING: not taken\n";
      text.append(second ? "I|update|" + (heard ? "OK\n" : "WARNING|not taken\n") : first);
    }
    if (isSet(query, "get") || isSet(query, "hostfile")) {
      hosts(asker, text, second);
    }
    return text.toString();
  }

  private static boolean isSet(QueryString query, String name) throws HttpException {
    return "1".equals(query.text(name));
  }

  private void hosts(Endpoint asker, StringBuilder text, boolean second) {
    long now = loop.nanoTime();
    kept.values().removeIf(at -> now - at > FRESH_NANOS);
    List<Endpoint> latest = new ArrayList<>(kept.keySet());
    Collections.reverse(latest);
    Set<Endpoint> told = new LinkedHashSet<>(network.others(asker, MAX_TOLD));
    told.addAll(latest);
    told.remove(asker);
    Consumer<Endpoint> line =
        host -> {
          Long at = kept.get(host);
          long age = at == null ? 0 : (now - at) / NANOS_PER_SECOND;
          text.append(second ? "H|" + host + "|" + age + "\n" : host + "\n");
        };
    told.stream().limit(MAX_TOLD).forEach(line);
    if (second && told.isEmpty()) {
      text.append("I|NO-HOSTS\n");
    }
  }

  /** Somebody tells of itself. False if it is not heard. */
  private boolean update(String ip, Endpoint asker) {
    Endpoint told = own(ip, asker);
    long now = loop.nanoTime();
    AddressKey key = AddressKey.of(asker);
    Long next = updaters.get(key);
    if (told == null || next != null && next - now > 0) {
      return false;
    }
    updaters.remove(key);
    updaters.put(key, now + UPDATE_NANOS);
    oldestGoes(updaters, MAX_UPDATERS);
    network.verify(
        told,
        () -> {
          kept.remove(told);
          kept.put(told, loop.nanoTime());
          oldestGoes(kept, MAX_KEPT);
        });
    return true;
  }

  private static void oldestGoes(Map<?, ?> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** What somebody says of itself; null if that is not where it asks from. */
  private static @Nullable Endpoint own(String text, Endpoint asker) {
    try {
      Endpoint told = Endpoint.parse(text);
      return told.port() != 0 && told.withPort(0).equals(asker.withPort(0)) ? told : null;
    } catch (IllegalArgumentException nowhere) {
      return null;
    }
  }
}

package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpException;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.QueryString;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Passes on pushes that are asked for over HTTP, to neighbours that wish it: {@code GET
 * /gnutella/push-proxy?ServerId=...} or {@code /gnet/push-proxy?guid=...}, with the port of who
 * asks in {@code X-Node}. Nobody but who asks is ever named to be dialled, whatever address stands
 * there.
 */
final class PushProxyServer implements HttpServer.Handler {

  /** From one address, or one IPv6 network of 64 bits. */
  static final int PER_MINUTE = 30;

  private static final Pattern PATH =
      Pattern.compile("/(?:gnutella|gnet)/push-proxy", Pattern.CASE_INSENSITIVE);
  private static final Pattern PORT = Pattern.compile(".*:(\\d{1,5})\\s*");
  private static final int MOST_PARAMETERS = 8;

  private final Loop loop;
  private final PushNetwork network;
  private @Nullable AddressRates rates;
  private long passed;
  private long refused;

  PushProxyServer(Loop loop, PushNetwork network) {
    this.loop = loop;
    this.network = network;
  }

  static boolean isFor(HttpRequest request) {
    return PATH.matcher(request.path()).matches();
  }

  long passed() {
    return passed;
  }

  long refused() {
    return refused;
  }

  @Override
  public void onRequest(HttpRequest request, HttpExchange exchange) {
    int status = answer(request, exchange.remote());
    if (status == 202) {
      passed++;
    } else {
      refused++;
    }
    String words =
        switch (status) {
          case 202 -> "the push is on its way";
          case 400 -> "a push needs the GUID of a servent and the port of who asks";
          case 410 -> "that servent is no neighbour, or wants no pushes";
          default -> "too many pushes from this address";
        };
    exchange.reply(status, HttpFields.NONE, words);
  }

  private int answer(HttpRequest request, Endpoint from) {
    Guid servent = null;
    long index = 0;
    try {
      QueryString query = QueryString.parse(request.query(), MOST_PARAMETERS);
      servent = servent(query);
      String file = query.text("file");
      index = file != null && file.matches("\\d{1,9}") ? Long.parseLong(file) : 0;
    } catch (HttpException malformed) {
      return malformed.status();
    }
    Endpoint asker = asker(request.fields().first("X-Node"), from);
    if (servent == null || asker == null) {
      return 400;
    }
    AddressRates perAddress = rates;
    if (perAddress == null) {
      perAddress = AddressRates.perMinute(SaltedHash.of(loop), PER_MINUTE);
      rates = perAddress;
    }
    if (!perAddress.take(from, loop.nanoTime())) {
      return 429;
    }
    return network.passOn(servent, index, asker) ? 202 : 410;
  }

  private static @Nullable Guid servent(QueryString query) throws HttpException {
    for (String name : new String[] {"ServerId", "ServerID", "serverid", "guid"}) {
      String text = query.text(name);
      if (text != null) {
        return ServerId.parse(text);
      }
    }
    return null;
  }

  private static @Nullable Endpoint asker(@Nullable String node, Endpoint from) {
    Matcher port = node == null ? null : PORT.matcher(node);
    if (port == null || !port.matches()) {
      return null;
    }
    int number = Integer.parseInt(port.group(1));
    return number == 0 || number > 0xffff ? null : from.withPort(number);
  }
}

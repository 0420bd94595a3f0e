package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpException;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.QueryString;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers over HTTP (BEP 3, 48): {@code /announce} and {@code /scrape}, behind a key if need be.
 */
final class HttpTrackerHandler implements HttpServer.Handler {

  private static final int MOST_HASHES = 100;

  /** Dictionaries cost some twenty times what compact peers do, and hardly anybody needs them. */
  private static final int MOST_DICTIONARIES = 50;

  private static final int MOST_PARAMETERS = MOST_HASHES + 40;
  private static final HttpFields PLAIN =
      HttpFields.NONE.with("Content-Type", "text/plain; charset=utf-8");

  private final AnnounceService service;
  private final String trackerId;

  HttpTrackerHandler(AnnounceService service, String trackerId) {
    this.service = service;
    this.trackerId = trackerId;
  }

  @Override
  public void onRequest(HttpRequest request, HttpExchange exchange) {
    String path = request.path();
    boolean announce = path.endsWith("/announce");
    if (!announce && !path.endsWith("/scrape")) {
      String text = "this is a BitTorrent tracker: ask for /announce or /scrape\n";
      exchange.reply(404, PLAIN, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      return;
    }
    byte[] body;
    try {
      body = answer(announce, request, exchange.remote());
    } catch (HttpException e) {
      service.counters.malformed++;
      body = failure(String.valueOf(e.getMessage()));
    }
    exchange.reply(200, PLAIN, ByteBuffer.wrap(body));
  }

  private byte[] answer(boolean announce, HttpRequest request, Endpoint from) throws HttpException {
    if (!service.mayAsk(from)) {
      return failure("too many requests from your address");
    }
    String refusal = service.admission.refusal(request.path());
    if (refusal != null) {
      return refused(from, refusal);
    }
    QueryString query = QueryString.parse(request.query(), MOST_PARAMETERS);
    return announce ? announce(AnnounceQuery.of(query), from) : scrape(query);
  }

  private byte[] refused(Endpoint from, String refusal) {
    service.refused(from, refusal);
    return failure(refusal);
  }

  private static byte[] failure(String text) {
    return new BWriter().dict().key("failure reason").string(text).end().toBytes();
  }

  private byte[] announce(AnnounceQuery query, Endpoint from) {
    String refusal = service.admission.refusal(query.infoHash());
    if (refusal != null) {
      return refused(from, refusal);
    }
    service.counters.httpAnnounces++;
    AnnounceAnswer answer = new AnnounceAnswer(query.compact(), !query.noPeerId());
    Endpoint own = from.withPort(query.port());
    Endpoint named = named(query, own);
    tell(query, from, named == null ? own : named, answer);
    Endpoint other = from.isIpv4() ? query.ipv6() : query.ipv4();
    if (other != null && other.isIpv4() != from.isIpv4()) {
      tell(query, from, other, answer);
    }
    return answer.write(
        service.store.counts(query.infoHash()),
        service.intervalSeconds(),
        (int) service.config.minInterval().toSeconds(),
        from,
        trackerId);
  }

  /** Where else it says it can be reached, of the family it came by; null if nowhere else. */
  private @Nullable Endpoint named(AnnounceQuery query, Endpoint own) {
    Endpoint named = own.isIpv4() ? query.ipv4() : query.ipv6();
    Endpoint first = named == null ? query.ip() : named;
    boolean follows = service.config.believeAddresses() || service.config.natCheck();
    boolean usable = first != null && first.isIpv4() == own.isIpv4() && !first.equals(own);
    return follows && usable ? first : null;
  }

  private void tell(AnnounceQuery query, Endpoint from, Endpoint peer, AnnounceAnswer answer) {
    int want = service.want(query.want(), query.compact() ? Integer.MAX_VALUE : MOST_DICTIONARIES);
    service.announce(
        new Announcement(
            query.infoHash(), query.peerId(), peer, query.event(), query.share(), want),
        from,
        peer.equals(from.withPort(query.port())),
        answer);
  }

  private byte[] scrape(QueryString query) throws HttpException {
    TreeSet<Id20> hashes = new TreeSet<>();
    for (byte[] hash : query.all("info_hash")) {
      hashes.add(AnnounceQuery.id(hash, "info_hash"));
    }
    if (hashes.isEmpty()) {
      throw new HttpException(400, "info_hash is missing: this tracker does not list all swarms");
    }
    if (hashes.size() > MOST_HASHES) {
      throw new HttpException(400, "more than " + MOST_HASHES + " info-hashes");
    }
    service.counters.scrapes++;
    BWriter writer = new BWriter().dict().key("files").dict();
    for (Id20 hash : hashes) {
      if (service.admission.refusal(hash) == null) {
        SwarmCounts counts = service.store.counts(hash);
        writer.key(new String(hash.bytes(), StandardCharsets.ISO_8859_1)).dict();
        writer.key("complete").integer(counts.seeds());
        writer.key("downloaded").integer(counts.completed());
        writer.key("downloaders").integer(counts.downloaders());
        writer.key("incomplete").integer(counts.incomplete()).end();
      }
    }
    return writer.end().end().toBytes();
  }
}

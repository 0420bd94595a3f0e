package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Share;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Answers over UDP (BEP 15). No sender gets more than it sent before its address is proved by a
 * connection id, and nothing that is malformed gets an answer before that. Requests are counted
 * after that, too: nobody can use up what another one may ask.
 */
final class UdpTrackerHandler {

  static final long PROTOCOL_ID = 0x41727101980L;
  static final int CONNECT = 0;
  static final int ANNOUNCE = 1;
  static final int SCRAPE = 2;
  static final int ERROR = 3;

  private static final int HEADER_BYTES = 16;
  private static final int ANNOUNCE_BYTES = 98;
  private static final int MOST_HASHES = 74;
  private static final Event[] EVENTS = Event.values();

  /** An answer that needs no more than one packet on almost any way. */
  private static final int MAX_ANSWER_BYTES = 1400;

  private static final int ANSWER_HEADER_BYTES = 20;

  private final AnnounceService service;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(MAX_ANSWER_BYTES);
  private final PeerSink toAnswer =
      (source, from, addressBytes, idFrom) -> answer.put(source, from, addressBytes + 2);

  UdpTrackerHandler(AnnounceService service) {
    this.service = service;
  }

  /** A datagram has come in; the answer leaves by the same socket. */
  void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
    int start = data.position();
    if (data.remaining() < HEADER_BYTES) {
      return;
    }
    long id = data.getLong(start);
    int action = data.getInt(start + 8);
    int transaction = data.getInt(start + 12);
    if (action == CONNECT && id == PROTOCOL_ID) {
      service.counters.connects++;
      begin(CONNECT, transaction).putLong(service.connectionIds.make(from, service.now()));
      socket.send(from, answer.flip());
    } else if (!service.connectionIds.isValid(id, from, service.now())) {
      service.counters.forged++;
    } else if (service.mayAsk(from)) {
      data.position(start + HEADER_BYTES);
      answer(action, transaction, from, data);
      socket.send(from, answer.flip());
    }
  }

  private ByteBuffer begin(int action, int transaction) {
    return answer.clear().putInt(action).putInt(transaction);
  }

  private void answer(int action, int transaction, Endpoint from, ByteBuffer data) {
    if (action == ANNOUNCE && data.remaining() >= ANNOUNCE_BYTES - HEADER_BYTES) {
      announce(transaction, from, data);
    } else if (action == SCRAPE && service.admission.isOpen()) {
      scrape(transaction, data);
    } else if (action == SCRAPE) {
      String why = "this tracker is private: only announces tell the key over UDP";
      service.refused(from, why);
      error(transaction, why);
    } else {
      service.counters.malformed++;
      error(transaction, "not a request: neither an announce of 98 bytes or more, nor a scrape");
    }
  }

  private void error(int transaction, String text) {
    begin(ERROR, transaction).put(text.getBytes(StandardCharsets.UTF_8));
  }

  private void announce(int transaction, Endpoint from, ByteBuffer data) {
    int start = data.position() - HEADER_BYTES;
    Id20 infoHash = Id20.read(data);
    String refusal = refusal(infoHash, data.slice(start + ANNOUNCE_BYTES, rest(data, start)));
    if (refusal != null) {
      service.refused(from, refusal);
      error(transaction, refusal);
      return;
    }
    service.counters.udpAnnounces++;
    Id20 peerId = Id20.read(data);
    long left = data.getLong(start + 64);
    int event = data.getInt(start + 80);
    int named = data.getInt(start + 84);
    int port = data.getShort(start + 96) & 0xffff;
    boolean elsewhere = named != 0 && from.isIpv4() && named != from.ipv4();
    boolean follows = elsewhere && (service.config.believeAddresses() || service.config.natCheck());
    Endpoint peer = follows ? Endpoint.ofIpv4(named, port) : from.withPort(port);
    int fits = (MAX_ANSWER_BYTES - ANSWER_HEADER_BYTES) / (from.isIpv4() ? 6 : 18);
    Announcement told =
        new Announcement(
            infoHash,
            peerId,
            peer,
            event < 0 || event >= EVENTS.length ? Event.NONE : EVENTS[event],
            left == 0 ? Share.SEED : Share.DOWNLOADER,
            service.want(data.getInt(start + 92), fits));
    begin(ANNOUNCE, transaction).putInt(service.intervalSeconds()).putLong(0);
    service.announce(told, from, !follows, toAnswer);
    SwarmCounts counts = service.store.counts(infoHash);
    answer.putInt(12, counts.incomplete()).putInt(16, counts.seeds());
  }

  private static int rest(ByteBuffer data, int start) {
    return data.limit() - start - ANNOUNCE_BYTES;
  }

  private @Nullable String refusal(Id20 infoHash, ByteBuffer options) {
    String refusal = service.admission.refusal(infoHash);
    if (refusal == null && !service.admission.isOpen()) {
      refusal = service.admission.refusal(UrlData.read(options));
    }
    return refusal;
  }

  private void scrape(int transaction, ByteBuffer data) {
    service.counters.scrapes++;
    begin(SCRAPE, transaction);
    for (int i = 0; i < MOST_HASHES && data.remaining() >= Id20.BYTES; i++) {
      SwarmCounts counts = service.store.counts(Id20.read(data));
      answer.putInt(counts.seeds()).putInt(counts.completed()).putInt(counts.incomplete());
    }
  }
}

package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.datagram.DatagramCounters;
import io.peerwright.overlay.gnutella.message.MessageType;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** What one servent counts. Plain numbers: there may be a million of them. */
final class Counters {

  int searches;
  int hits;
  int links;
  int refusedByUs;
  int refusedByOthers;
  int dials;
  int pushesSent;
  long sentPings;
  long sentPongs;
  long sentQueries;
  long sentQueryHits;
  long sentOthers;
  long pings;
  long pongs;
  long queries;
  long queryHits;
  long pushes;
  long others;
  long bytes;
  long malformed;
  long tableBytes;
  long answers;

  /** Each null until there is something to count. */
  private @Nullable RelayCounters relayed;

  private @Nullable DatagramCounters datagrams;

  RelayCounters relayed() {
    relayed = relayed == null ? new RelayCounters() : relayed;
    return relayed;
  }

  DatagramCounters datagrams() {
    datagrams = datagrams == null ? new DatagramCounters() : datagrams;
    return datagrams;
  }

  void count(int type, int length) {
    bytes += length;
    switch (type) {
      case MessageType.PING -> pings++;
      case MessageType.PONG -> pongs++;
      case MessageType.QUERY -> queries++;
      case MessageType.QUERY_HIT -> queryHits++;
      case MessageType.PUSH -> pushes++;
      default -> others++;
    }
  }

  void countSent(int type) {
    switch (type) {
      case MessageType.PING -> sentPings++;
      case MessageType.PONG -> sentPongs++;
      case MessageType.QUERY -> sentQueries++;
      case MessageType.QUERY_HIT -> sentQueryHits++;
      default -> sentOthers++;
    }
  }

  void tell(ObjLongConsumer<String> sink) {
    sink.accept("searches.sent", searches);
    sink.accept("hits.received", hits);
    sink.accept("links.made", links);
    sink.accept("links.refused-by-us", refusedByUs);
    sink.accept("links.refused-by-others", refusedByOthers);
    sink.accept("links.dialled", dials);
    sink.accept("pushes.sent", pushesSent);
    sink.accept("messages.ping", pings);
    sink.accept("messages.pong", pongs);
    sink.accept("messages.query", queries);
    sink.accept("messages.query-hit", queryHits);
    sink.accept("messages.push", pushes);
    sink.accept("messages.other", others);
    sink.accept("messages.sent.ping", sentPings);
    sink.accept("messages.sent.pong", sentPongs);
    sink.accept("messages.sent.query", sentQueries);
    sink.accept("messages.sent.query-hit", sentQueryHits);
    sink.accept("messages.sent.other", sentOthers);
    sink.accept("messages.bytes", bytes);
    sink.accept("messages.malformed", malformed);
    sink.accept("tables.bytes", tableBytes);
    sink.accept("queries.answered", answers);
    RelayCounters.tell(relayed, sink);
    DatagramCounters.tell(datagrams, sink);
  }
}

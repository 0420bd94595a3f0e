package io.peerwright.overlay.gnutella.servent;

import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** What a servent counts that passes messages on, or decides not to. */
final class RelayCounters {

  long forwardedQueries;
  long walkedQueries;
  long leafQueries;
  long excessQueries;
  long filteredQueries;
  long forwardedHits;
  long duplicateQueries;
  long duplicatePings;
  long duplicatePushes;
  long unroutable;

  /** Tells what was counted; nothing was if it is null. */
  static void tell(@Nullable RelayCounters counted, ObjLongConsumer<String> sink) {
    RelayCounters all = counted == null ? new RelayCounters() : counted;
    sink.accept("queries.duplicate", all.duplicateQueries);
    sink.accept("pings.duplicate", all.duplicatePings);
    sink.accept("pushes.duplicate", all.duplicatePushes);
    sink.accept("messages.unroutable", all.unroutable);
    sink.accept("queries.forwarded", all.forwardedQueries);
    sink.accept("queries.walked", all.walkedQueries);
    sink.accept("queries.for-leaves", all.leafQueries);
    sink.accept("queries.excess", all.excessQueries);
    sink.accept("queries.filtered", all.filteredQueries);
    sink.accept("hits.forwarded", all.forwardedHits);
  }
}

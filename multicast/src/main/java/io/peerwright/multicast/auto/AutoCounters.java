package io.peerwright.multicast.auto;

import java.util.function.ObjLongConsumer;

/** What happened at a peer. */
final class AutoCounters {

  long sent;
  long heard;
  long duplicates;
  long strange;
  long toOverlay;
  long toSubnet;
  long bridges;

  void tell(ObjLongConsumer<String> sink) {
    sink.accept("messages.sent", sent);
    sink.accept("messages.heard", heard);
    sink.accept("messages.duplicates", duplicates);
    sink.accept("messages.strange", strange);
    sink.accept("bridged.to-overlay", toOverlay);
    sink.accept("bridged.to-subnet", toSubnet);
    sink.accept("bridges.now", bridges);
  }
}

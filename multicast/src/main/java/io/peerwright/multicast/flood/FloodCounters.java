package io.peerwright.multicast.flood;

import java.util.function.ObjLongConsumer;

/** What a router has done so far. */
final class FloodCounters {

  long sent;
  long delivered;
  long dataSent;
  long dataReceived;
  long duplicates;
  long offPath;
  long dropped;
  long controlSent;
  long controlBytes;
  long dataBytes;
  long prunes;
  long grafts;
  long seeks;
  long refused;

  void tell(ObjLongConsumer<String> sink) {
    sink.accept("messages.sent", sent);
    sink.accept("messages.delivered", delivered);
    sink.accept("data.sent", dataSent);
    sink.accept("data.received", dataReceived);
    sink.accept("data.duplicates", duplicates);
    sink.accept("data.off-path", offPath);
    sink.accept("data.dropped", dropped);
    sink.accept("data.bytes", dataBytes);
    sink.accept("control.sent", controlSent);
    sink.accept("control.bytes", controlBytes);
    sink.accept("prunes.sent", prunes);
    sink.accept("grafts.sent", grafts);
    sink.accept("seeks.sent", seeks);
    sink.accept("state.refused", refused);
  }
}

package io.peerwright.multicast.rendezvous;

import java.util.function.ObjLongConsumer;

/** What a rendezvous server has done so far. */
final class ServerCounters {

  long requests;
  long refused;
  long peersNamed;

  void tell(ObjLongConsumer<String> sink) {
    sink.accept("requests", requests);
    sink.accept("registrations.refused", refused);
    sink.accept("peers.named", peersNamed);
  }
}

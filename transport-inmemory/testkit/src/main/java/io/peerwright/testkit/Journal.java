package io.peerwright.testkit;

import io.peerwright.testkit.PeerEvent.Kind;
import io.peerwright.transport.inmemory.Simulation;
import java.util.ArrayList;
import java.util.List;

/** Where the events of a run are written down. */
final class Journal {

  private final Simulation simulation;
  private final List<PeerEvent> events = new ArrayList<>();

  Journal(Simulation simulation) {
    this.simulation = simulation;
  }

  void write(String peer, Kind kind, String subject, String detail) {
    events.add(new PeerEvent(simulation.now(), peer, kind, subject, detail));
  }

  List<PeerEvent> events() {
    return events;
  }
}

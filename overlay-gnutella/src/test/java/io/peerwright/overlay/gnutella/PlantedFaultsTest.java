package io.peerwright.overlay.gnutella;

import io.peerwright.tck.mutants.PlantedFault;
import io.peerwright.tck.mutants.PlantedFaultHunt;
import java.util.List;
import java.util.stream.Stream;

/** The tests of this module catch what they are there to catch. */
class PlantedFaultsTest extends PlantedFaultHunt {

  @Override
  protected List<PlantedFault> faults() {
    return Stream.of(
            MessageFaults.all(),
            ServentFaults.all(),
            SearchFaults.all(),
            TableFaults.all(),
            EntryFaults.all(),
            InvariantFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}

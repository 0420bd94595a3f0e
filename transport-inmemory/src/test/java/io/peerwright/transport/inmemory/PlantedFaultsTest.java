package io.peerwright.transport.inmemory;

import io.peerwright.tck.mutants.PlantedFault;
import io.peerwright.tck.mutants.PlantedFaultHunt;
import java.util.List;
import java.util.stream.Stream;

/** The tests of simulated disks, and the invariants of tables, catch what they are to catch. */
class PlantedFaultsTest extends PlantedFaultHunt {

  @Override
  protected List<PlantedFault> faults() {
    return Stream.concat(DiskFaults.all().stream(), InvariantFaults.all().stream()).toList();
  }
}

package io.peerwright.decorators.record;

import io.peerwright.decorators.DecoratedNetwork;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;

/** The contract around the simulation, whose disks take the files. */
class SimulatedRecordContractTest extends TransportContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    return DecoratedNetwork.simulated(new RecordDecorator(), RecordConfig.DEFAULT);
  }
}

package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import io.peerwright.tck.mutants.PlantedFaultHunt;
import java.util.List;
import java.util.stream.Stream;

/** The tests of this module catch what they are there to catch. */
class PlantedFaultsTest extends PlantedFaultHunt {

  @Override
  protected List<PlantedFault> faults() {
    return Stream.of(
            FilesFaults.all(),
            NamesFaults.all(),
            LimitFaults.all(),
            SharingFaults.all(),
            DigestFaults.all(),
            ServerFaults.all(),
            PortFaults.all(),
            UploadFaults.all(),
            HostsFaults.all(),
            IndexFaults.all(),
            HttpFaults.all(),
            HttpPoolFaults.all(),
            GuardFaults.all(),
            RequestFaults.all(),
            DownloadFaults.all(),
            HashFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}

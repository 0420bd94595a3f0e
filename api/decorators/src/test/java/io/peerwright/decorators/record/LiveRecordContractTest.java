package io.peerwright.decorators.record;

import io.peerwright.decorators.DecoratedNetwork;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract around real sockets. */
class LiveRecordContractTest extends TransportContract {

  @TempDir static Path folder;

  @Override
  protected NetworkUnderTest newNetwork() {
    RecordConfig config = RecordConfig.DEFAULT.withFile(folder.resolve("{name}.pcapng"));
    return DecoratedNetwork.live(new RecordDecorator(), config);
  }
}

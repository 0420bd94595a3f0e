package io.peerwright.decorators.tls;

import io.peerwright.decorators.DecoratedNetwork;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;

/** The contract around the simulation, with TLS 1.3: before it there is no half-closed link. */
class SimulatedTlsContractTest extends TransportContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    TlsConfig config = Certificates.trusting("peer", "peer").withProtocols("TLSv1.3");
    return DecoratedNetwork.simulated(new TlsDecorator(), config);
  }
}

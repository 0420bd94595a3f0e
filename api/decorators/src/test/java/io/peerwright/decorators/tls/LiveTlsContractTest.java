package io.peerwright.decorators.tls;

import io.peerwright.decorators.DecoratedNetwork;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;

/** The contract around real sockets, with TLS 1.3: before it there is no half-closed link. */
class LiveTlsContractTest extends TransportContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    TlsConfig config = Certificates.trusting("peer", "peer").withProtocols("TLSv1.3");
    return DecoratedNetwork.live(new TlsDecorator(), config);
  }
}

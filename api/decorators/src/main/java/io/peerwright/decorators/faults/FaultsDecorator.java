package io.peerwright.decorators.faults;

import io.peerwright.api.Host;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.kit.network.NetworkModel;

/** Makes a host's network as bad as a simulated one can be, and says how in the same words. */
public final class FaultsDecorator implements TransportDecorator<NetworkModel> {

  /** For the service loader. */
  public FaultsDecorator() {}

  @Override
  public String name() {
    return "faults";
  }

  @Override
  public Class<NetworkModel> configType() {
    return NetworkModel.class;
  }

  @Override
  public NetworkModel defaults() {
    return Faults.NONE;
  }

  @Override
  public String explain(String component) {
    return NetworkModel.explain(component);
  }

  @Override
  public Decoration decorate(Host host, NetworkModel config) {
    return Decoration.of(FaultyTransport.around(host.transport(), host.loop(), config));
  }
}

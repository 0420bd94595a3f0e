package io.peerwright.kit;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import java.nio.file.Path;
import java.util.List;

/**
 * A host whose transport has something around it.
 *
 * @param inner the host itself
 * @param transport what its protocols are to see
 */
public record DecoratedHost(Host inner, Transport transport) implements Host {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Loop loop() {
    return inner.loop();
  }

  @Override
  public Path directory() {
    return inner.directory();
  }

  @Override
  public Endpoint listenAddress() {
    return inner.listenAddress();
  }

  @Override
  public <C extends Capability> List<C> offered(Class<C> capability) {
    return inner.offered(capability);
  }

  @Override
  public void close() {
    inner.close();
  }
}

package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import java.nio.file.Path;

/** A host whose transport has something around it. */
record DecoratedHost(Host inner, Transport transport) implements Host {

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
  public void close() {
    inner.close();
  }
}

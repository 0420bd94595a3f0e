package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.record.Recording;
import io.peerwright.kit.record.RecordingTransport;
import java.nio.file.Path;

/** A host whose links are recorded. */
final class RecordedHost implements Host {

  private final Host inner;
  private final Transport transport;

  RecordedHost(Host inner, Recording recording) {
    this.inner = inner;
    this.transport = new RecordingTransport(inner.transport(), inner.loop(), recording);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Loop loop() {
    return inner.loop();
  }

  @Override
  public Transport transport() {
    return transport;
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

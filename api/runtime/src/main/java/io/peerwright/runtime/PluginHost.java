package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host of a peer as one of its plug-ins sees it: with what the other plug-ins offer. */
final class PluginHost implements Host {

  /** What the plug-ins of a peer offer each other. */
  interface Offers {

    /** Those of a capability, but for what one plug-in offers itself. */
    <C extends Capability> List<C> offered(Class<C> capability, @Nullable Object except);
  }

  private final Host machine;
  private final Transport transport;
  private final Offers offers;
  private @Nullable Object plugin;

  PluginHost(Host machine, Transport transport, Offers offers) {
    this.machine = machine;
    this.transport = transport;
    this.offers = offers;
  }

  /** Says whose view this is; before, nobody's offers are left out. */
  void belongsTo(Object owner) {
    plugin = owner;
  }

  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public Loop loop() {
    return machine.loop();
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public Path directory() {
    return machine.directory();
  }

  @Override
  public Endpoint listenAddress() {
    return machine.listenAddress();
  }

  @Override
  public <C extends Capability> List<C> offered(Class<C> capability) {
    return offers.offered(capability, plugin);
  }

  @Override
  public void close() {
    machine.close();
  }
}

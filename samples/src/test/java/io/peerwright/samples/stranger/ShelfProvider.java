package io.peerwright.samples.stranger;

import io.peerwright.api.Host;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import java.util.List;
import java.util.Set;

/**
 * A plug-in that only tests know: they pack it into a jar for {@code --plugins}. All peers of its
 * overlay keep their data, names and messages at the first one, by datagrams.
 */
public final class ShelfProvider implements OverlayProvider<ShelfProvider.Config> {

  static final Set<Class<? extends Capability>> CAPABILITIES =
      Set.of(KeyLookup.class, Naming.class, Messaging.class);

  /**
   * How a peer is.
   *
   * @param bootstrap the peer that keeps everything; none for that peer itself
   */
  public record Config(List<HostPort> bootstrap) {

    /** Copies the list. */
    public Config {
      bootstrap = List.copyOf(bootstrap);
    }
  }

  /** For the service loader. */
  public ShelfProvider() {}

  @Override
  public String name() {
    return "shelf";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config(List.of());
  }

  @Override
  public String explain(String component) {
    return component.equals("bootstrap") ? "the peer that keeps everything" : "";
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Overlay create(Host host, Config config) {
    return new Shelf(host, config.bootstrap());
  }
}

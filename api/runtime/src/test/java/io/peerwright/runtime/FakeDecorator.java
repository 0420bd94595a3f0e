package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.net.Transport;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.TransportDecorator;
import java.util.List;
import org.mockito.Mockito;

/** Decorators that tell who is around whom by the length of a datagram. */
public abstract class FakeDecorator implements TransportDecorator<FakeDecorator.Config> {

  FakeDecorator() {}

  /** What it adds. */
  public record Config(int adds, List<String> methods) {}

  /** The one with a section of its own. */
  public static final class Nat extends FakeDecorator {
    /** For the service loader. */
    public Nat() {}

    @Override
    public String name() {
      return "nat";
    }
  }

  /** Another one. */
  public static final class Tap extends FakeDecorator {
    /** For the service loader. */
    public Tap() {}

    @Override
    public String name() {
      return "tap";
    }
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config(1, List.of("punch"));
  }

  @Override
  public String explain(String component) {
    return "";
  }

  @Override
  public Decoration decorate(Host host, Config config) {
    int inner = host.transport().maxDatagramBytes();
    Transport outer = Mockito.mock(Transport.class, name());
    Mockito.when(outer.maxDatagramBytes()).thenReturn(10 * inner + config.adds());
    return Decoration.of(outer);
  }
}

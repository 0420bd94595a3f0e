package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A transport whose configuration has a component of every kind. */
public final class FakeTransport implements TransportProvider<FakeTransport.Config> {
  /** For the service loader. */
  public FakeTransport() {}

  /** An enum with a name of two words. */
  public enum Mode {
    PLAIN,
    VERY_FAST
  }

  /** A record in the record. */
  public record Limits(int uploads, Duration idle) {
    public Limits {
      if (uploads < 1 || uploads > 100) {
        throw new IllegalArgumentException("uploads must be within 1..100, is " + uploads);
      }
    }
  }

  /** An item of a list, which has no defaults. */
  public record Rule(String match, int weight, List<String> tags) {}

  /** All of it. */
  public record Config(
      boolean threaded,
      int lanes,
      long seed,
      double loss,
      String motto,
      Mode mode,
      Duration delay,
      Endpoint gateway,
      Path keys,
      long bufferBytes,
      Limits limits,
      List<Endpoint> seeds,
      List<Rule> rules,
      Map<String, Integer> weights) {
    public Config {
      if (lanes < 1 || lanes > 64) {
        throw new IllegalArgumentException("lanes must be within 1..64, is " + lanes);
      }
      if (loss < 0 || loss > 1) {
        throw new IllegalArgumentException("loss must be within 0..1, is " + loss);
      }
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config(
        false,
        4,
        7,
        0.5,
        "so what",
        Mode.PLAIN,
        Duration.ofMillis(250),
        null,
        Path.of("keys"),
        65536,
        new Limits(3, Duration.ofMinutes(2)),
        List.of(),
        List.of(),
        Map.of());
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "lanes" -> "how many lanes there are, 1..64";
      case "limits.uploads" -> "uploads at one time, 1..100";
      default -> "";
    };
  }

  @Override
  public Network open(Config config) {
    if (config.motto().equals("fail")) {
      throw new IllegalStateException("the cable is not plugged in");
    }
    return new FakeNetwork(config);
  }
}

package io.peerwright.decorators.limit;

import io.peerwright.api.Host;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.TransportDecorator;

/** Limits how fast a host sends and receives, by token buckets. */
public final class LimitDecorator implements TransportDecorator<LimitConfig> {

  /** For the service loader. */
  public LimitDecorator() {}

  @Override
  public String name() {
    return "limit";
  }

  @Override
  public Class<LimitConfig> configType() {
    return LimitConfig.class;
  }

  @Override
  public LimitConfig defaults() {
    return LimitConfig.DEFAULT;
  }

  @Override
  public String explain(String component) {
    int dot = component.indexOf('.');
    String whose =
        switch (dot < 0 ? component : component.substring(0, dot)) {
          case "link" -> "each stream";
          case "peer" -> "each remote address";
          case "host" -> "the whole host";
          default -> "";
        };
    return switch (component.substring(dot + 1)) {
      case "link", "peer", "host" -> "how fast " + whose + " may be";
      case "upBytesPerSecond" -> "sent, " + whose + ", bytes/s, to 8000000000; 0: unlimited";
      case "upBurstBytes" -> "sent at once after a pause, bytes; 0: a tenth of a second";
      case "downBytesPerSecond" -> "received, " + whose + ", bytes/s; 0: unlimited";
      case "downBurstBytes" -> "received at once after a pause, bytes; 0: a tenth of a second";
      default -> "";
    };
  }

  @Override
  public Decoration decorate(Host host, LimitConfig config) {
    return Decoration.of(new LimitTransport(host.transport(), host.loop(), config));
  }
}

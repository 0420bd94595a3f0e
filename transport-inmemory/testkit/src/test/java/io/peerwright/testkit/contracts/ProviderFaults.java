package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.NamingProvider;
import io.peerwright.testkit.chat.ChatConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Faults of providers of overlays. */
final class ProviderFaults {

  private ProviderFaults() {}

  static class NameWithCapitals extends ProviderTap {
    @Override
    public String name() {
      return "Chat";
    }
  }

  /** Refused by the runtime. */
  static class NameWithAHyphenAtTheEnd extends ProviderTap {
    @Override
    public String name() {
      return "chat-";
    }

    @Override
    public Overlay create(Host host, ChatConfig config) {
      return new OverlayTap(host, super.create(host, config)) {
        @Override
        public String name() {
          return "chat-";
        }
      };
    }
  }

  /** One of a kind of its own, which its service file does not say. */
  public static class ListedAsAnotherKind extends ProviderTap
      implements NamingProvider<ChatConfig> {}

  /** Has its section bound to another record than that of the chat. */
  private static class WithConfig extends ProviderTap {
    private final Class<? extends Record> type;

    WithConfig(Class<? extends Record> type) {
      this.type = type;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<ChatConfig> configType() {
      return (Class<ChatConfig>) (Class<?>) type;
    }
  }

  static class WantsKeysThatAreNumbers extends WithConfig {
    record Config(List<Nested> rooms) {}

    record Nested(String name, Map<Integer, String> doors) {}

    WantsKeysThatAreNumbers() {
      super(Config.class);
    }
  }

  static class WantsAnArray extends WithConfig {
    record Config(byte[] key) {}

    WantsAnArray() {
      super(Config.class);
    }
  }

  static class NestedUnexplained extends WithConfig {
    record Config(Limits limits) {}

    record Limits(int rooms) {}

    NestedUnexplained() {
      super(Config.class);
    }

    @Override
    public String explain(String component) {
      return component.equals("limits") ? "what it may hold: rooms" : "";
    }
  }

  static class ChangingDefaults extends ProviderTap {
    private static int calls;

    @Override
    public ChatConfig defaults() {
      return new ChatConfig(calls++ % 1_000, List.of(), Duration.ofSeconds(5));
    }
  }

  static class ExplainsNothing extends ProviderTap {
    @Override
    public String explain(String component) {
      return component.equals("greeting") ? "" : super.explain(component);
    }
  }

  static class ExplainsAnything extends ProviderTap {
    @Override
    public String explain(String component) {
      return "what it says";
    }
  }

  static class PromisesLess extends ProviderTap {
    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of();
    }
  }

  static class OpensAtOnce extends ProviderTap {
    @Override
    public Overlay create(Host host, ChatConfig config) {
      DatagramHandler deaf = (socket, from, data) -> {};
      host.transport().bind(host.listenAddress().withPort(0), SocketOptions.DEFAULT, deaf);
      return super.create(host, config);
    }
  }

  static class TimerAtOnce extends ProviderTap {
    @Override
    public Overlay create(Host host, ChatConfig config) {
      host.loop().schedule(1_000_000, () -> {});
      return super.create(host, config);
    }
  }

  /** Gives all peers the first one. */
  static class OneForAll extends ProviderTap {
    private static Overlay first;

    @Override
    public Overlay create(Host host, ChatConfig config) {
      first = first == null ? super.create(host, config) : first;
      return first;
    }
  }
}

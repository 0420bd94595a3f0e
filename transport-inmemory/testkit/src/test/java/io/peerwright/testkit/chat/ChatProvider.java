package io.peerwright.testkit.chat;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes peers of a chat. */
public class ChatProvider implements OverlayProvider<ChatConfig> {

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public Class<ChatConfig> configType() {
    return ChatConfig.class;
  }

  @Override
  public ChatConfig defaults() {
    return new ChatConfig(0, List.of(), Duration.ofSeconds(5));
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "port" -> "where this peer hears others, 0 for any";
      case "friends" -> "who is told first that we are there";
      case "greeting" -> "how often neighbours hear of us, at least 100 ms";
      default -> "";
    };
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Messaging.class);
  }

  @Override
  public Overlay create(Host host, ChatConfig config) {
    return new Chat(host, config);
  }
}

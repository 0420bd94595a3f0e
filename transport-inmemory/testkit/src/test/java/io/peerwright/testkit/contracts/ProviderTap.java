package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.testkit.chat.ChatConfig;
import io.peerwright.testkit.chat.ChatProvider;
import java.util.Set;

/** Passes everything on to the provider of the chat. */
class ProviderTap implements OverlayProvider<ChatConfig> {

  final OverlayProvider<ChatConfig> inner = new ChatProvider();

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Class<ChatConfig> configType() {
    return inner.configType();
  }

  @Override
  public ChatConfig defaults() {
    return inner.defaults();
  }

  @Override
  public String explain(String component) {
    return inner.explain(component);
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return inner.capabilities();
  }

  @Override
  public Overlay create(Host host, ChatConfig config) {
    return inner.create(host, config);
  }
}

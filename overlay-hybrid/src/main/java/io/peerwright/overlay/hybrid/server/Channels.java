package io.peerwright.overlay.hybrid.server;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rooms there are now.
 *
 * @param <M> who is in them
 */
final class Channels<M> {

  private final Map<String, Channel<M>> channels = new LinkedHashMap<>();

  @Nullable Channel<M> find(String name) {
    return channels.get(NickKey.of(name));
  }

  Channel<M> findOrAdd(String name) {
    return channels.computeIfAbsent(NickKey.of(name), key -> new Channel<>(name));
  }

  void remove(Channel<M> channel) {
    channels.remove(NickKey.of(channel.name));
  }

  Iterable<Channel<M>> all() {
    return channels.values();
  }
}

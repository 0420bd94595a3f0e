package io.peerwright.overlay.hybrid.server;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rooms there are now. */
final class Channels {

  private final Map<String, Channel> channels = new LinkedHashMap<>();

  @Nullable Channel find(String name) {
    return channels.get(ServerState.key(name));
  }

  Channel findOrAdd(String name) {
    return channels.computeIfAbsent(ServerState.key(name), key -> new Channel(name));
  }

  void remove(Channel channel) {
    channels.remove(ServerState.key(channel.name));
  }

  Iterable<Channel> all() {
    return channels.values();
  }
}

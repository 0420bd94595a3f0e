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

  /** Checks, where assertions are on, that rooms are found and not empty; always true. */
  boolean checkInvariants() {
    channels.forEach(
        (key, channel) -> {
          assert key.equals(NickKey.of(channel.name)) : channel.name + " is found as " + key;
          assert !channel.members.isEmpty() : "nobody is in " + channel.name;
          assert channel.operator == null || channel.members.contains(channel.operator)
              : "the operator of " + channel.name + " is not in it";
        });
    return true;
  }

  Iterable<Channel<M>> all() {
    return channels.values();
  }
}

package io.peerwright.overlay.hybrid.server;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room for talk. Exists while somebody is in it.
 *
 * @param <M> who may be
 */
final class Channel<M> {

  final String name;
  String topic;
  @Nullable M operator;
  final Set<M> members = new LinkedHashSet<>();

  Channel(String name) {
    this.name = name;
    topic = "Welcome to the " + name + " channel.";
  }
}

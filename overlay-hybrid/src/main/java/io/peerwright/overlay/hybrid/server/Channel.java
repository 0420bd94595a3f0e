package io.peerwright.overlay.hybrid.server;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A room for talk. Exists while somebody is in it. */
final class Channel {

  final String name;
  String topic;
  @Nullable ClientSession operator;
  final Set<ClientSession> members = new LinkedHashSet<>();

  Channel(String name) {
    this.name = name;
    topic = "Welcome to the " + name + " channel.";
  }
}

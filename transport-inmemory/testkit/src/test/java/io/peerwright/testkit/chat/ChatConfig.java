package io.peerwright.testkit.chat;

import io.peerwright.api.net.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * Configuration of a chat.
 *
 * @param port where this peer hears others, 0 for any
 * @param friends who is told first that we are there
 * @param greeting how often neighbours hear of us; they forget us after six times that
 */
public record ChatConfig(int port, List<Endpoint> friends, Duration greeting) {

  /** Checks the ranges. */
  public ChatConfig {
    friends = List.copyOf(friends);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be within 0..65535, is " + port);
    }
    if (greeting.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("greeting must be at least 100 ms, is " + greeting);
    }
  }
}

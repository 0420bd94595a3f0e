package io.peerwright.overlay.bittorrent.peers;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom a torrent tries to connect to. A pure function. How many attempts and connections
 * there are, and how soon somebody who failed is tried again, is not up to it.
 */
@FunctionalInterface
public interface ConnectionSelector {

  /**
   * A peer that can be tried.
   *
   * @param endpoint where it is said to be
   * @param failures attempts and connections in a row that came to nothing
   */
  record Candidate(Endpoint endpoint, int failures) {}

  /**
   * Chooses.
   *
   * @param candidates in the order in which they were heard of; not to be changed
   * @param room how many may be tried now, at least 1
   * @param self our address as others see it, as far as it is known
   * @return some of the candidates, in the order in which they are tried; what exceeds the room is
   *     not
   */
  List<Candidate> select(
      List<Candidate> candidates, int room, @Nullable Endpoint self, RandomGenerator random);
}

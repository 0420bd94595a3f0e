package io.peerwright.multicast.flood;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;

/** What neighbours say to each other. */
sealed interface FloodMessage {

  /**
   * The first message in each direction.
   *
   * @param router 64 random bits, others each time that it joins
   * @param port where it listens
   */
  record Hello(long router, int port) implements FloodMessage {}

  /** It is still there. */
  record KeepAlive() implements FloodMessage {}

  /**
   * The way to a source.
   *
   * @param round counted by the source; a greater one replaces all that was known
   * @param distance links to the source
   * @param isDependent the way leads over who hears this: poison reverse
   */
  record Route(SourceId source, int round, int distance, boolean isDependent)
      implements FloodMessage {}

  /** Asks for a round later than this one, having lost the way. */
  record Seek(SourceId source, int round) implements FloodMessage {}

  /**
   * A message of an application.
   *
   * @param hops links that it may still go over
   * @param payload a view of what was read
   */
  record Data(int hops, Endpoint group, SourceId source, long sequence, ByteBuffer payload)
      implements FloodMessage {}

  /** Messages of a source to a group are not wanted for so long. */
  record Prune(SourceId source, Endpoint group, int seconds) implements FloodMessage {}

  /** They are wanted again, at once. */
  record Graft(SourceId source, Endpoint group) implements FloodMessage {}

  /** They will come. */
  record GraftAck(SourceId source, Endpoint group) implements FloodMessage {}

  /**
   * Somebody offers a group.
   *
   * @param number a greater one of the same origin and group replaces the other
   * @param isWithdrawn no more
   */
  record Announcement(SourceId origin, int number, boolean isWithdrawn, Group group)
      implements FloodMessage {}
}

package io.peerwright.api.multicast;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.overlay.Capability;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message to many. Receivers come and go as they like; a sender need not be a member and knows
 * no receiver; a group may have several senders.
 */
public interface Multicast extends Capability {

  /** Makes a group known to others until the handle is closed. */
  Handle announce(Group group);

  /** Hears of groups that others announce, or have announced before, each once. */
  Handle discover(Consumer<? super Group> found);

  /**
   * Becomes a member, also if this peer is one already: each membership hears each message.
   *
   * @param source the only sender to hear; null for all
   * @param messages the sender and the message, which is borrowed: read-only, valid during the call
   * @return completes when this peer is a member, with what leaves the group: no message follows,
   *     also if that is done from inside a message; other memberships stay
   */
  CompletionStage<Handle> join(
      Group group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages);

  /**
   * Sends to all members, if there are any. The buffer is read during the call.
   *
   * @return {@link SendResult#CLOSED} if the overlay has not joined
   */
  SendResult send(Group group, ByteBuffer message);

  /** True if a member gets every message of a sender, in order, while it stays. */
  boolean isReliable();

  /** True if a new member also gets what was sent before. */
  boolean keepsHistory();
}

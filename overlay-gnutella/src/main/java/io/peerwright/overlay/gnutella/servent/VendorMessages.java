package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.MessagesSupported;
import io.peerwright.overlay.gnutella.vendor.VendorContent.Unread;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import io.peerwright.overlay.gnutella.vendor.VendorIds;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The vendor messages on links. What was registered here is what neighbours are told that the
 * servent reads, once, right after the handshake; what nobody has registered for is ignored, and so
 * is what is not as its name demands.
 */
final class VendorMessages {

  /** Understands some messages. */
  interface Handler {

    /**
     * One of them has come.
     *
     * @param guid of the message, which is that of a query for some
     */
    void onMessage(PeerLink from, Guid guid, VendorContent content);
  }

  /**
   * What any neighbour of a servent of this process has said last: most of them are of few
   * programs, and share it.
   */
  private static volatile VendorIds latest = VendorIds.NONE;

  /** What a servent of this process has registered last. */
  private static volatile VendorId[] latestIds = {};

  private final RandomGenerator random;
  private Consumer<PeerLink> told = link -> {};

  /**
   * As long as there are handlers, or longer: servents of a process that read the same share it.
   */
  private VendorId[] ids = {};

  private Handler[] handlers = {};

  VendorMessages(RandomGenerator random) {
    this.random = random;
  }

  /** Hands a message to a handler from now on, in this version and in earlier ones. */
  void register(VendorId id, Handler handler) {
    int count = handlers.length;
    handlers = Arrays.copyOf(handlers, count + 1);
    handlers[count] = handler;
    VendorId[] known = latestIds;
    boolean same = count == 0 || ids == known;
    if (same && count < known.length && known[count].equals(id)) {
      ids = known;
    } else {
      ids = Arrays.copyOf(ids, count + 1);
      ids[count] = id;
      latestIds = ids;
    }
  }

  /** Tells of neighbours that have said which messages they read. */
  void whenTold(Consumer<PeerLink> listener) {
    told = listener;
  }

  /** Tells a new neighbour which messages are read here. */
  void onLinked(PeerLink link) {
    if (handlers.length > 0 && link.traits().has(PeerTraits.VENDOR_MESSAGES)) {
      link.send(
          Guid.random(random),
          1,
          VendorCodec.write(new MessagesSupported(List.of(ids).subList(0, handlers.length))));
    }
  }

  /** A message has come. */
  void onMessage(PeerLink from, Guid guid, VendorMessage message) {
    VendorContent content = VendorCodec.read(message);
    if (content instanceof MessagesSupported supported) {
      from.state().setVendorIds(shared(VendorIds.of(supported.ids())));
      told.accept(from);
      return;
    }
    if (content instanceof Unread) {
      return;
    }
    VendorId id = VendorId.of(message);
    for (int i = 0; i < handlers.length; i++) {
      VendorId known = ids[i];
      if (known.is(id.vendor(), id.selector()) && known.version() >= id.version()) {
        handlers[i].onMessage(from, guid, content);
        return;
      }
    }
  }

  private static VendorIds shared(VendorIds said) {
    VendorIds known = latest;
    VendorIds same = said.equals(known) ? known : said;
    latest = same;
    return same;
  }

  /**
   * Sends a message to a neighbour that reads it.
   *
   * @return false if it does not, or has not said so yet
   */
  boolean send(PeerLink to, Guid guid, VendorContent content) {
    VendorMessage message = VendorCodec.write(content);
    boolean reads = to.state().vendorIds().supports(VendorId.of(message));
    if (reads) {
      to.send(guid, 1, message);
    }
    return reads;
  }
}

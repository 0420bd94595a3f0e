package io.peerwright.kit.server;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.limit.ConnectionLimits;
import org.jspecify.annotations.Nullable;

/**
 * Takes the links of a listener as far as there are places, in all and for each address, and only
 * while it is open. Who has kept us waiting longest makes room, as {@link ConnectionLimits} says.
 */
public final class LimitedAcceptor implements LinkAcceptor {

  /** What is done with the links and the listener. */
  public interface Owner {

    /** It listens. */
    void onListening(Endpoint bound);

    /**
     * A link has got a place, which its handler releases in {@code onClosed}.
     *
     * @return null to hang up; the place is given back then
     */
    @Nullable LinkHandler onLink(Link link, ConnectionLimits.Place place);

    /** It listens no more, or never did. */
    void onStopped(Reason reason);
  }

  private final Loop loop;
  private final ConnectionLimits places;
  private final Owner owner;
  private boolean closed;

  /**
   * An acceptor for one listener.
   *
   * @param places which other listeners may share
   */
  public LimitedAcceptor(Loop loop, ConnectionLimits places, Owner owner) {
    this.loop = loop;
    this.places = places;
    this.owner = owner;
  }

  /** Takes no more links, and tells no more that it listens. */
  public void close() {
    closed = true;
  }

  @Override
  public void onListening(Endpoint bound) {
    if (!closed) {
      owner.onListening(bound);
    }
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    ConnectionLimits.Place place = closed ? null : places.admit(link, loop.nanoTime());
    if (place == null) {
      return null;
    }
    LinkHandler handler = owner.onLink(link, place);
    if (handler == null) {
      place.release();
    }
    return handler;
  }

  @Override
  public void onClosed(Reason reason) {
    owner.onStopped(reason);
  }
}

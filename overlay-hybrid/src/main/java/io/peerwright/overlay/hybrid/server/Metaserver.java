package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.server.LimitedAcceptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says one line, host:port of a server, to whoever connects, and hangs up: what clients of Napster
 * ask at port 8875. Nothing is read.
 */
final class Metaserver implements LimitedAcceptor.Owner {

  private static final int MAX_LINKS = 256;
  private static final int MAX_LINKS_OF_ADDRESS = 32;

  private final Host host;
  private final Function<Endpoint, String> line;
  private final Consumer<Endpoint> listening;
  private final BiConsumer<Metaserver, Reason> over;
  private final LimitedAcceptor acceptor;
  private @Nullable Handle listener;

  /**
   * Does nothing before {@link #listen}.
   *
   * @param line what is said to who has connected to this address
   * @param listening told once where it listens
   * @param over told once that it listens no more, or never did
   */
  Metaserver(
      Host host,
      Function<Endpoint, String> line,
      Consumer<Endpoint> listening,
      BiConsumer<Metaserver, Reason> over) {
    this.host = host;
    this.line = line;
    this.listening = listening;
    this.over = over;
    ConnectionLimits places = new ConnectionLimits(MAX_LINKS, MAX_LINKS_OF_ADDRESS, 0);
    this.acceptor = new LimitedAcceptor(host.loop(), places, this);
  }

  void listen(Endpoint at) {
    listener = host.transport().listen(at, SocketOptions.DEFAULT, acceptor);
  }

  void close() {
    acceptor.close();
    if (listener != null) {
      listener.close();
    }
  }

  @Override
  public void onListening(Endpoint bound) {
    listening.accept(bound);
  }

  @Override
  public LinkHandler onLink(Link link, ConnectionLimits.Place place) {
    return new Answer(place);
  }

  @Override
  public void onStopped(Reason reason) {
    over.accept(this, reason);
  }

  /** One connection. */
  private final class Answer implements LinkHandler {

    private final ConnectionLimits.Place place;

    Answer(ConnectionLimits.Place place) {
      this.place = place;
    }

    @Override
    public void onOpen(Link link) {
      String text = line.apply(link.local());
      link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      link.close();
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      // Nothing is asked for.
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      place.release();
    }
  }
}

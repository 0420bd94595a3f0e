package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * TCP hole punching: both sides listen on one port and call each other from the same port, again
 * and again until a link opens (RFC 5128, section 3.4).
 *
 * <p>Shows several sockets on one local port, and attempts with a deadline. Whether the link came
 * by our call, by theirs, or by both crossing is the same to the user: one handler takes it over.
 */
final class SimultaneousOpen implements LinkAcceptor, LinkHandler {

  private static final SocketOptions SHARED =
      SocketOptions.DEFAULT.withReuse().withConnectWithinNanos(2_000_000_000L);
  private static final int MAX_ATTEMPTS = 10;
  private static final long PAUSE_NANOS = 500_000_000L;

  private final Host host;
  private final LinkHandler user;
  private final Consumer<Endpoint> listening;
  private Endpoint local;
  private Endpoint remote;
  private @Nullable Link taken;
  private int attempts;

  /**
   * Starts to listen.
   *
   * @param listening told the address that the other side is to call, for the rendezvous
   * @param user takes over the link that opens first
   */
  SimultaneousOpen(Host host, Consumer<Endpoint> listening, LinkHandler user) {
    this.host = host;
    this.listening = listening;
    this.user = user;
    this.local = host.listenAddress().withPort(0);
    this.remote = local;
    host.transport().listen(local, SHARED, this);
  }

  @Override
  public void onListening(Endpoint bound) {
    local = bound;
    listening.accept(bound);
  }

  /** Starts to call, now that the rendezvous has told the other side's address. */
  void punch(Endpoint otherSide) {
    remote = otherSide;
    attempts++;
    host.transport().connect(remote, SHARED.withLocal(local), this);
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    return taken == null && link.remote().equals(remote) ? this : null;
  }

  @Override
  public void onOpen(Link link) {
    if (taken == null) {
      taken = link;
      user.onOpen(link);
    } else {
      link.close();
    }
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    user.onData(link, data);
  }

  @Override
  public void onWritable(Link link) {
    user.onWritable(link);
  }

  @Override
  public void onInputClosed(Link link) {
    user.onInputClosed(link);
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    if (link == taken || taken == null && attempts == MAX_ATTEMPTS) {
      user.onClosed(link, reason);
    } else if (taken == null) {
      host.loop().schedule(PAUSE_NANOS, () -> punch(remote));
    }
  }
}

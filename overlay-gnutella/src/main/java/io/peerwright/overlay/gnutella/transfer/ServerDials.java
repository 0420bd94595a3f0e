package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.kit.net.ForwardingHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Dials because somebody has asked for it, says what it is for, and answers what is asked then. All
 * who ask together make us dial a few times in a minute, and at one address fewer.
 */
final class ServerDials {

  /** At one address, or in one IPv6 network of 64 bits. */
  static final int PER_MINUTE = 6;

  static final int MOST_AT_A_TIME = 16;

  private static final int PER_SECOND = 1;
  private static final int BURST = 20;
  private static final long WITHIN_NANOS = 10_000_000_000L;

  private final Host host;
  private final LinkAcceptor server;
  private final TokenBucket all;
  private int dialling;

  /** A table of some size; null until somebody is dialled. */
  private @Nullable AddressRates rates;

  ServerDials(Host host, LinkAcceptor server) {
    this.host = host;
    this.server = server;
    all = new TokenBucket(PER_SECOND, BURST, host.loop().nanoTime());
  }

  /** Whether one more may be dialled now, wherever it is. */
  boolean hasRoom() {
    return dialling < MOST_AT_A_TIME && all.available(host.loop().nanoTime()) >= 1;
  }

  private AddressRates rates() {
    AddressRates known = rates;
    if (known == null) {
      known = AddressRates.perMinute(SaltedHash.of(host.loop()), PER_MINUTE);
      rates = known;
    }
    return known;
  }

  /**
   * Dials, unless that were once too often.
   *
   * @param greeting what is said first
   * @param tried runs when it has been reached, or has not
   * @return false if it is not dialled
   */
  boolean dial(Endpoint to, byte[] greeting, Runnable tried) {
    long now = host.loop().nanoTime();
    if (!hasRoom() || !rates().take(to, now)) {
      return false;
    }
    all.take(1, now);
    dialling++;
    SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(WITHIN_NANOS);
    host.transport().connect(to, options, new Dial(greeting, tried));
    return true;
  }

  /** Says what it is for, and is a connection of the server then. */
  private final class Dial extends ForwardingHandler {
    private final byte[] greeting;
    private final Runnable tried;
    private boolean opened;

    Dial(byte[] greeting, Runnable tried) {
      super(null);
      this.greeting = greeting;
      this.tried = tried;
    }

    private void leavePlace() {
      dialling--;
      tried.run();
    }

    @Override
    public void onOpen(Link link) {
      opened = true;
      leavePlace();
      ByteBuffer bytes = ByteBuffer.wrap(greeting);
      link.write(bytes);
      LinkHandler accepted = bytes.hasRemaining() ? null : server.onAccept(link);
      if (accepted == null) {
        link.abort(Reason.LIMIT);
      } else {
        handTo(accepted);
        super.onOpen(link);
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      if (!opened) {
        leavePlace();
      }
      super.onClosed(link, reason);
    }
  }
}

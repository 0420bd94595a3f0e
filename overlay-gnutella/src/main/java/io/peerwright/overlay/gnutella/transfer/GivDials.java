package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.AddressCounts;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.gnutella.message.Guid;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Dials those who have asked for it by a push, and answers what they ask then. A push may name
 * anybody, so all of them together make us dial a few times in a minute, and one address fewer.
 */
final class GivDials {

  /** At one address, or in one IPv6 network of 64 bits. */
  static final int PER_MINUTE = 6;

  private static final int MOST_AT_A_TIME = 16;

  /** For pushes that one neighbour has brought, so that those of others find places. */
  private static final int MOST_OF_A_NEIGHBOUR = MOST_AT_A_TIME / 2;

  /** Half of what all may have. */
  private static final int OF_A_NEIGHBOUR_PER_MINUTE = 30;

  private static final int NEIGHBOUR_CELLS = 64;
  private static final int PER_SECOND = 1;
  private static final int BURST = 20;
  private static final long WITHIN_NANOS = 10_000_000_000L;

  private final Host host;
  private final LinkAcceptor server;
  private final AddressRates rates;
  private final AddressRates neighbourRates;
  private final AddressCounts ofNeighbours;
  private final TokenBucket all;
  private int dialling;
  private long dialled;
  private long refused;

  GivDials(Host host, LinkAcceptor server) {
    this.host = host;
    this.server = server;
    SaltedHash hash = SaltedHash.of(host.loop());
    ofNeighbours = new AddressCounts(hash);
    rates = AddressRates.perMinute(hash, PER_MINUTE);
    neighbourRates = AddressRates.perMinute(hash, OF_A_NEIGHBOUR_PER_MINUTE, NEIGHBOUR_CELLS);
    all = new TokenBucket(PER_SECOND, BURST, host.loop().nanoTime());
  }

  long dialled() {
    return dialled;
  }

  long refused() {
    return refused;
  }

  void countRefused() {
    refused++;
  }

  /**
   * Dials, unless that were once too often.
   *
   * @param from the neighbour that has brought the push
   */
  void dial(Endpoint from, Endpoint to, long index, Guid servent) {
    long now = host.loop().nanoTime();
    long neighbour = AddressKey.network(from);
    if (dialling >= MOST_AT_A_TIME
        || ofNeighbours.count(neighbour) >= MOST_OF_A_NEIGHBOUR
        || all.available(now) < 1
        || !neighbourRates.take(from, now)
        || !rates.take(to, now)) {
      refused++;
      return;
    }
    all.take(1, now);
    dialling++;
    ofNeighbours.add(neighbour);
    dialled++;
    SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(WITHIN_NANOS);
    host.transport().connect(to, options, new Dial(neighbour, new Giv(index, servent)));
  }

  /** Says what it is for, and is a connection of the server then. */
  private final class Dial implements LinkHandler {
    private final long neighbour;
    private final Giv giv;
    private boolean opened;
    private @Nullable LinkHandler handler;

    Dial(long neighbour, Giv giv) {
      this.neighbour = neighbour;
      this.giv = giv;
    }

    private void leavePlace() {
      dialling--;
      ofNeighbours.remove(neighbour);
    }

    @Override
    public void onOpen(Link link) {
      opened = true;
      leavePlace();
      ByteBuffer bytes = ByteBuffer.wrap(giv.encoded());
      link.write(bytes);
      handler = bytes.hasRemaining() ? null : server.onAccept(link);
      if (handler == null) {
        link.abort(Reason.LIMIT);
      } else {
        handler.onOpen(link);
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      if (handler != null) {
        handler.onData(link, data);
      }
    }

    @Override
    public void onWritable(Link link) {
      if (handler != null) {
        handler.onWritable(link);
      }
    }

    @Override
    public void onInputClosed(Link link) {
      if (handler != null) {
        handler.onInputClosed(link);
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      if (!opened) {
        leavePlace();
      }
      if (handler != null) {
        handler.onClosed(link, reason);
      }
    }
  }
}

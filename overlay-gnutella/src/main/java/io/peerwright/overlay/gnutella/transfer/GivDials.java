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

  private static final int MOST_AT_A_TIME = 8;
  private static final int PER_SECOND = 1;
  private static final int BURST = 20;
  private static final long WITHIN_NANOS = 10_000_000_000L;

  private final Host host;
  private final LinkAcceptor server;
  private final AddressRates rates;
  private final TokenBucket all;
  private int dialling;
  private long dialled;
  private long refused;

  GivDials(Host host, LinkAcceptor server) {
    this.host = host;
    this.server = server;
    rates = AddressRates.perMinute(SaltedHash.of(host.loop()), PER_MINUTE);
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

  /** Dials, unless that were once too often. */
  void dial(Endpoint to, long index, Guid servent) {
    long now = host.loop().nanoTime();
    if (dialling >= MOST_AT_A_TIME || all.available(now) < 1 || !rates.take(to, now)) {
      refused++;
      return;
    }
    all.take(1, now);
    dialling++;
    dialled++;
    SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(WITHIN_NANOS);
    host.transport().connect(to, options, new Dial(new Giv(index, servent)));
  }

  /** Says what it is for, and is a connection of the server then. */
  private final class Dial implements LinkHandler {
    private final Giv giv;
    private boolean opened;
    private @Nullable LinkHandler handler;

    Dial(Giv giv) {
      this.giv = giv;
    }

    @Override
    public void onOpen(Link link) {
      opened = true;
      dialling--;
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
      dialling -= opened ? 0 : 1;
      if (handler != null) {
        handler.onClosed(link, reason);
      }
    }
  }
}

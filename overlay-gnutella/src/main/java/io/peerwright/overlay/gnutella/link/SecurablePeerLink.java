package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.tls.TlsTransport;
import io.peerwright.overlay.gnutella.handshake.Outcome;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A link on which both sides may agree on TLS in the handshake. It begins behind the third block:
 * what comes then is TLS, and messages are inside.
 */
public final class SecurablePeerLink extends PeerLink {

  /** A hello, which may come with the third block; who dials waits for the answer then. */
  private static final int MAX_HELLO = 1 << 14;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** TLS on a link. */
  private final class Upgrade {
    private final Outcome.Linked agreed;
    private final Link plain;
    private ByteBuffer hello = NOTHING;
    private @Nullable LinkHandler tls;

    Upgrade(Outcome.Linked agreed, Link plain) {
      this.agreed = agreed;
      this.plain = plain;
    }

    void begin(TlsTransport with) {
      if (upgrade != this) {
        // The link was closed meanwhile.
        return;
      }
      LinkHandler begun =
          with.begin(plain, isDialled(), SocketOptions.DEFAULT, SecurablePeerLink.this);
      tls = begun;
      begun.onOpen(plain);
      ByteBuffer kept = hello;
      hello = NOTHING;
      if (kept.hasRemaining()) {
        begun.onData(plain, kept);
      }
    }

    void take(ByteBuffer data) {
      if (tls != null) {
        tls.onData(plain, data);
      } else if (hello.remaining() + data.remaining() > MAX_HELLO) {
        end(Reason.LIMIT);
      } else {
        ByteBuffer more = ByteBuffer.allocate(hello.remaining() + data.remaining());
        hello = more.put(hello).put(data).flip();
      }
    }
  }

  private final ServentTls tls;
  private @Nullable Upgrade upgrade;
  private boolean secure;

  /**
   * One that is not open yet.
   *
   * @param dialled whether it is us who call
   */
  public SecurablePeerLink(
      LinkOwner owner, Turn turn, Endpoint remote, boolean dialled, ServentTls tls) {
    super(owner, turn, remote, dialled);
    this.tls = tls;
  }

  /** TLS that is above this link; null for any other. */
  private @Nullable Upgrade below(Link from) {
    Upgrade known = upgrade;
    return known != null && known.plain == from ? known : null;
  }

  @Override
  void begin(Outcome.Linked linked, Link on) {
    if (linked.tls()) {
      Upgrade begun = new Upgrade(linked, on);
      upgrade = begun;
      tls.whenReady(begun::begin);
    } else {
      super.begin(linked, on);
    }
  }

  /** Whether it is TLS. */
  public boolean isTls() {
    return secure;
  }

  @Override
  public void onOpen(Link opened) {
    secure = TlsTransport.isTls(opened);
    Upgrade begun = upgrade;
    if (begun == null) {
      super.onOpen(opened);
    } else {
      opening(opened);
      opened.request(Link.UNLIMITED);
      super.begin(begun.agreed, opened);
    }
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    if (below(from) == null) {
      super.onData(from, data);
    }
    Upgrade known = below(from);
    if (known != null && data.hasRemaining()) {
      known.take(data);
    }
  }

  @Override
  public void onWritable(Link writable) {
    Upgrade known = below(writable);
    if (known == null) {
      super.onWritable(writable);
    } else if (known.tls != null) {
      known.tls.onWritable(writable);
    }
  }

  @Override
  public void onInputClosed(Link ended) {
    Upgrade known = below(ended);
    if (known == null || known.tls == null) {
      super.onInputClosed(ended);
    } else {
      known.tls.onInputClosed(ended);
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    Upgrade known = below(closed);
    if (known == null || known.tls == null) {
      upgrade = null;
      super.onClosed(closed, reason);
    } else {
      known.tls.onClosed(closed, reason);
    }
  }
}

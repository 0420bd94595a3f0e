package io.peerwright.overlay.gnutella.tls;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.ForwardingHandler;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.server.PortProtocol;
import io.peerwright.kit.tls.LoopRandom;
import io.peerwright.kit.tls.SelfSigned;
import io.peerwright.kit.tls.TlsProtocol;
import io.peerwright.kit.tls.TlsTransport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a servent, against those who only listen: it shows a certificate that proves nothing, and
 * accepts anybody's. The key is made, off the loop, when the first link needs it.
 */
public final class ServentTls {

  private static final Logger LOG = System.getLogger(ServentTls.class.getName());

  /** What anybody can read in the certificate. */
  private static final String NAME = "servent";

  private static final long MODELLED_KEY_NANOS = 2_000_000;

  private final Host host;
  private List<Consumer<TlsTransport>> waiting = List.of();
  private @Nullable TlsTransport transport;

  /** Without a key. */
  public ServentTls(Host host) {
    this.host = host;
  }

  /** Runs when there is a key, which may be now. */
  public void whenReady(Consumer<TlsTransport> then) {
    if (transport != null) {
      then.accept(transport);
      return;
    }
    boolean first = waiting.isEmpty();
    waiting = new ArrayList<>(waiting);
    waiting.add(then);
    if (first) {
      makeKey();
    }
  }

  private void makeKey() {
    // The loop's chance is the loop's: a worker must not draw from it.
    LoopRandom random = new LoopRandom(host.loop());
    host.loop()
        .<SSLContext>offload(
            () -> SelfSigned.context(NAME, random),
            MODELLED_KEY_NANOS,
            (made, thrown) -> {
              List<Consumer<TlsTransport>> all = waiting;
              waiting = List.of();
              if (made == null) {
                LOG.log(Level.ERROR, "There is no TLS: the JDK makes no key", thrown);
                return;
              }
              TlsTransport ready =
                  new TlsTransport(
                      host.transport(),
                      host.loop(),
                      () -> SelfSigned.engine(made, true),
                      () -> SelfSigned.engine(made, false));
              transport = ready;
              all.forEach(each -> each.accept(ready));
            });
  }

  /**
   * TLS from the first byte on at the port of the servent.
   *
   * @param inside is given the links on which TLS is spoken
   * @param known is told that somebody has found the port
   */
  public PortProtocol direct(LinkAcceptor inside, Runnable known) {
    return new Direct(inside, known);
  }

  private final class Direct implements PortProtocol {
    private final LinkAcceptor inside;
    private final Runnable known;

    Direct(LinkAcceptor inside, Runnable known) {
      this.inside = inside;
      this.known = known;
    }

    @Override
    public String name() {
      return "TLS";
    }

    @Override
    public Match match(ByteBuffer prefix) {
      return TlsProtocol.matchHello(prefix);
    }

    @Override
    public LinkHandler onLink(Link link, Newcomer newcomer) {
      known.run();
      return new Greeted(inside, newcomer);
    }
  }

  /** Somebody who has said hello, and is answered when there is a key. */
  private final class Greeted extends ForwardingHandler {
    private final LinkAcceptor inside;
    private final Newcomer newcomer;
    private boolean over;

    Greeted(LinkAcceptor inside, Newcomer newcomer) {
      super(null);
      this.inside = inside;
      this.newcomer = newcomer;
    }

    @Override
    public void onOpen(Link link) {
      // Without credit nothing comes until then.
      whenReady(
          with -> {
            if (!over) {
              begin(link, with);
            }
          });
    }

    private void begin(Link link, TlsTransport with) {
      newcomer.release();
      LinkHandler answered = with.answer(link, SocketOptions.DEFAULT, inside);
      if (answered == null) {
        link.close();
      } else {
        handTo(answered);
        super.onOpen(link);
      }
    }

    @Override
    public void onInputClosed(Link link) {
      if (next() == null) {
        link.close();
      }
      super.onInputClosed(link);
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      over = true;
      newcomer.release();
      super.onClosed(link, reason);
    }
  }
}

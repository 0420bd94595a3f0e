package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpServer;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a tracker listens at: TCP first, then UDP at the same port. */
final class Sockets implements TimerTarget {

  private static final long SWEEP_NANOS = 5_000_000_000L;
  private static final int MAX_REQUEST_BYTES = 16_384;
  private static final int TRACKER_ID_BYTES = 8;

  /** If the system chooses the port, it may choose one that is taken for UDP. */
  private static final int MOST_TRIES = 10;

  private final Host host;
  private final Desk desk;
  private final Endpoint wanted;
  private final UdpFront udp;
  private final HttpServer http;
  private @Nullable Consumer<@Nullable Reason> opened;
  private @Nullable Runnable whenClosed;
  private @Nullable Handle listening;
  private @Nullable Datagrams datagrams;
  private @Nullable Endpoint bound;
  private int tries;
  private boolean retrying;
  private boolean closing;
  private long timer;

  /**
   * Opens them.
   *
   * @param opened called once: null if both listen, else why not
   */
  Sockets(Host host, Desk desk, Endpoint wanted, Consumer<@Nullable Reason> opened) {
    this.host = host;
    this.desk = desk;
    this.wanted = wanted;
    this.opened = opened;
    udp = new UdpFront(desk);
    byte[] id = new byte[TRACKER_ID_BYTES];
    host.loop().secureRandom(id);
    HttpServer.Limits limits =
        new HttpServer.Limits(
            desk.config.maxConnections(),
            desk.config.maxConnectionsPerAddress(),
            MAX_REQUEST_BYTES,
            desk.config.requestTimeout().toNanos());
    http = new HttpServer(host.loop(), limits, new HttpFront(desk, HexFormat.of().formatHex(id)));
    open();
  }

  private void open() {
    tries++;
    if (desk.config.http()) {
      listening = host.transport().listen(wanted, SocketOptions.DEFAULT, new TcpSide());
    } else {
      bind(wanted);
    }
  }

  private void bind(Endpoint at) {
    datagrams = host.transport().bind(at, SocketOptions.DEFAULT, new UdpSide());
  }

  private void ready(Endpoint at) {
    bound = at;
    timer = host.loop().schedule(SWEEP_NANOS, this, 0, 0);
    tell(null);
  }

  private void tell(@Nullable Reason why) {
    Consumer<@Nullable Reason> told = opened;
    opened = null;
    if (told != null) {
      told.accept(why);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    desk.store.sweep(desk.now());
    timer = host.loop().schedule(SWEEP_NANOS, this, 0, 0);
  }

  @Nullable Endpoint bound() {
    return bound;
  }

  int connections() {
    return http.connections();
  }

  int checksUnderWay() {
    return desk.checksUnderWay();
  }

  /** Closes all; {@code done} is called when nothing listens any more. */
  void close(Runnable done) {
    whenClosed = done;
    opened = null;
    closeAll();
    host.loop().execute(this::closed);
  }

  private void closeAll() {
    closing = true;
    bound = null;
    host.loop().cancel(timer);
    http.closeConnections();
    desk.close();
    if (datagrams != null) {
      datagrams.close();
    }
    if (listening != null) {
      listening.close();
    }
  }

  private void closed() {
    Runnable done = whenClosed;
    if (closing && listening == null && datagrams == null && done != null) {
      whenClosed = null;
      done.run();
    }
  }

  private void failed(Reason reason) {
    closeAll();
    tell(reason);
  }

  private final class TcpSide implements LinkAcceptor {

    @Override
    public void onListening(Endpoint local) {
      if (!closing && desk.config.udp()) {
        bind(local);
      } else if (!closing) {
        ready(local);
      }
    }

    @Override
    public @Nullable LinkHandler onAccept(Link link) {
      return closing || bound == null ? null : http.onAccept(link);
    }

    @Override
    public void onClosed(Reason reason) {
      listening = null;
      if (!closing && retrying) {
        retrying = false;
        open();
      } else if (!closing) {
        failed(reason);
      } else {
        closed();
      }
    }
  }

  private final class UdpSide implements DatagramHandler {

    @Override
    public void onBound(Datagrams socket) {
      if (!closing) {
        ready(socket.local());
      }
    }

    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      udp.onDatagram(socket, from, data);
    }

    @Override
    public void onClosed(Datagrams socket, Reason reason) {
      datagrams = null;
      Handle tcp = listening;
      boolean again = reason == Reason.ADDRESS_IN_USE && wanted.port() == 0 && tries < MOST_TRIES;
      if (closing) {
        closed();
      } else if (again && tcp != null) {
        retrying = true;
        tcp.close();
      } else {
        failed(reason);
      }
    }
  }
}

package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.MemoryBudget;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a tracker listens at: TCP first, then UDP at the same port. */
final class Sockets implements TimerTarget {

  private static final long SWEEP_NANOS = 5_000_000_000L;
  private static final int SWEEPS_PER_REFRESH = 12;
  private static final int MAX_REQUEST_BYTES = 16_384;
  private static final int TRACKER_ID_BYTES = 8;

  /** A scrape of all hashes that it may ask for, or an announce of as many dictionaries. */
  private static final int ANSWER_BYTES = 16_384;

  /** An IPv6 peer, for each family. */
  private static final int ANSWER_BYTES_PER_PEER = 2 * 18;

  /** Answers are short, and what the transport takes of them is taken from the same memory. */
  private static final int SEND_BUFFER_BYTES = 16_384;

  /** If the system chooses the port, it may choose one that is taken for UDP. */
  private static final int MOST_TRIES = 10;

  private final Host host;
  private final AnnounceService service;
  private final Endpoint wanted;
  private final HttpServer http;
  private @Nullable Consumer<@Nullable Reason> opened;
  private @Nullable Runnable whenClosed;
  private @Nullable Handle listening;
  private @Nullable UdpTrackerSockets udp;
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
  Sockets(Host host, AnnounceService service, Endpoint wanted, Consumer<@Nullable Reason> opened) {
    this.host = host;
    this.service = service;
    this.wanted = wanted;
    this.opened = opened;
    byte[] id = new byte[TRACKER_ID_BYTES];
    host.loop().secureRandom(id);
    HttpServer.Limits limits =
        new HttpServer.Limits(
            service.config.maxConnections(),
            service.config.maxConnectionsPerAddress(),
            MAX_REQUEST_BYTES,
            ANSWER_BYTES + ANSWER_BYTES_PER_PEER * service.config.maxPeersPerAnswer(),
            service.config.requestTimeout().toNanos());
    MemoryBudget memory = new MemoryBudget(service.config.connectionBytes());
    HttpTrackerHandler front = new HttpTrackerHandler(service, HexFormat.of().formatHex(id));
    http = new HttpServer(host.loop(), limits, memory, front);
    open();
  }

  private void open() {
    tries++;
    if (service.config.http()) {
      SocketOptions options = SocketOptions.DEFAULT.withSendBufferBytes(SEND_BUFFER_BYTES);
      listening = host.transport().listen(wanted, options, new TcpSide());
    } else {
      bind(wanted);
    }
  }

  private void bind(Endpoint at) {
    udp = new UdpTrackerSockets(host, new UdpTrackerHandler(service), at, this::bound);
  }

  private void bound(@Nullable Reason failure) {
    UdpTrackerSockets side = udp;
    Handle tcp = listening;
    boolean chosenPort = wanted.port() == 0 && failure == Reason.ADDRESS_IN_USE;
    if (closing || side == null) {
      return;
    }
    if (failure == null) {
      ready(side.bound());
    } else if (chosenPort && tcp != null && tries < MOST_TRIES) {
      udp = null;
      retrying = true;
      side.close(tcp::close);
    } else {
      failed(failure);
    }
  }

  private void ready(@Nullable Endpoint at) {
    bound = at;
    timer = host.loop().schedule(SWEEP_NANOS, this, 1, 0);
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
  public void onTimer(int sweeps, long argument) {
    service.store.sweep(service.now());
    if (sweeps % SWEEPS_PER_REFRESH == 0 && udp != null) {
      udp.refresh();
    }
    timer = host.loop().schedule(SWEEP_NANOS, this, sweeps + 1, 0);
  }

  @Nullable Endpoint bound() {
    return bound;
  }

  int connections() {
    return http.connections();
  }

  long turnedAway() {
    return http.turnedAway();
  }

  /** What connections and answers take. */
  long memoryBytes() {
    return http.memoryBytes();
  }

  int checksUnderWay() {
    return service.checksUnderWay();
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
    service.close();
    UdpTrackerSockets side = udp;
    if (side != null) {
      side.close(
          () -> {
            udp = null;
            closed();
          });
    }
    if (listening != null) {
      listening.close();
    }
  }

  private void closed() {
    Runnable done = whenClosed;
    if (closing && listening == null && udp == null && done != null) {
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
      if (!closing && service.config.udp()) {
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
}

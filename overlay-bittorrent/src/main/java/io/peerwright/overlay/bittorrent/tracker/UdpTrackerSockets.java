package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The UDP sockets of a tracker. One that listens at any address has a socket for each address of
 * the host: an answer must come from where the question went to, and from a single socket it would
 * come from whichever address the system prefers.
 */
final class UdpTrackerSockets {

  private final Host host;
  private final UdpTrackerHandler front;
  private final Endpoint at;
  private final Map<Endpoint, Datagrams> sockets = new LinkedHashMap<>();
  private @Nullable Consumer<@Nullable Reason> opened;
  private @Nullable Reason failure;
  private @Nullable Endpoint bound;
  private @Nullable Runnable closed;
  private int pending;

  /**
   * Opens them.
   *
   * @param opened called once: null if one at least is bound and none is taken, else why not
   */
  UdpTrackerSockets(
      Host host, UdpTrackerHandler front, Endpoint at, Consumer<@Nullable Reason> opened) {
    this.host = host;
    this.front = front;
    this.at = at;
    this.opened = opened;
    refresh();
  }

  /** Where it listens; with any address as long as that was asked for. */
  @Nullable Endpoint bound() {
    Endpoint one = bound;
    return one == null ? null : at.withPort(one.port());
  }

  /** Binds addresses that are new, and gives up those that are gone. */
  void refresh() {
    List<Endpoint> wanted = addresses();
    for (Endpoint address : wanted) {
      if (!sockets.containsKey(address)) {
        pending++;
        sockets.put(
            address, host.transport().bind(address, SocketOptions.DEFAULT, new Socket(address)));
      }
    }
    for (Endpoint address : List.copyOf(sockets.keySet())) {
      if (!wanted.contains(address)) {
        close(address);
      }
    }
  }

  private List<Endpoint> addresses() {
    List<Endpoint> found = new ArrayList<>();
    if (at.isAnyLocal() && at.port() != 0) {
      for (Endpoint address : host.transport().localAddresses()) {
        if (address.isIpv4() || !at.isIpv4()) {
          found.add(address.withPort(at.port()));
        }
      }
    }
    return found.isEmpty() ? List.of(at) : found;
  }

  private void close(Endpoint address) {
    Datagrams socket = sockets.get(address);
    if (socket != null) {
      socket.close();
    }
  }

  /** Closes all; {@code done} is called when that is so. */
  void close(Runnable done) {
    opened = null;
    closed = done;
    List.copyOf(sockets.keySet()).forEach(this::close);
    if (sockets.isEmpty()) {
      host.loop().execute(this::tellIfClosed);
    }
  }

  private void tellIfClosed() {
    Runnable done = closed;
    if (done != null && sockets.isEmpty()) {
      closed = null;
      done.run();
    }
  }

  private void settled() {
    pending--;
    Consumer<@Nullable Reason> told = opened;
    if (pending == 0 && told != null) {
      opened = null;
      boolean taken = failure == Reason.ADDRESS_IN_USE;
      told.accept(bound != null && !taken ? null : failure);
    }
  }

  /** One of them. */
  private final class Socket implements DatagramHandler {
    private final Endpoint address;
    private boolean open;

    Socket(Endpoint address) {
      this.address = address;
    }

    @Override
    public void onBound(Datagrams socket) {
      open = true;
      bound = socket.local();
      settled();
    }

    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      front.onDatagram(socket, from, data);
    }

    @Override
    public void onClosed(Datagrams socket, Reason reason) {
      sockets.remove(address, socket);
      if (!open) {
        failure = failure == Reason.ADDRESS_IN_USE ? failure : reason;
        settled();
      }
      tellIfClosed();
    }
  }
}

package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A simulated host that sends and takes datagrams as it likes; answers bare pings if it is to. */
final class Stranger implements DatagramHandler {

  /** A datagram that it got. */
  record Got(Endpoint from, Guid guid, int ttl, int hops, Message message, int bytes) {}

  private final Simulation simulation;
  private final Datagrams socket;
  final List<Got> got = new ArrayList<>();
  long sentBytes;
  long gotBytes;
  private boolean answering;

  Stranger(Simulation simulation, Host host) {
    this.simulation = simulation;
    Endpoint at = host.listenAddress().withPort(SimulatedServents.PORT);
    socket = host.transport().bind(at, SocketOptions.DEFAULT, this);
    simulation.runFor(Duration.ofMillis(10));
  }

  Endpoint at() {
    return socket.local();
  }

  /** Answers pings that have no extensions, which are not kept then. */
  Stranger answering() {
    answering = true;
    return this;
  }

  void send(Endpoint to, byte[] bytes) {
    sentBytes += bytes.length;
    socket.send(to, ByteBuffer.wrap(bytes));
  }

  void send(Endpoint to, Guid guid, Message message) {
    ByteBuffer bytes = Messages.encode(guid, 1, 0, message);
    sentBytes += bytes.remaining();
    socket.send(to, bytes);
  }

  /** What came since the last time, after a while. */
  List<Got> take(int millis) {
    simulation.runFor(Duration.ofMillis(millis));
    List<Got> all = List.copyOf(got);
    got.clear();
    return all;
  }

  @Override
  public void onDatagram(Datagrams by, Endpoint from, ByteBuffer data) {
    gotBytes += data.remaining();
    try {
      int at = data.position();
      Guid guid = Header.guid(data, at);
      Message message = Messages.read(data, at);
      if (answering && message instanceof Ping ping && ping.ggep().extensions().isEmpty()) {
        send(from, guid, new Pong(at(), 0, 0, Ggep.EMPTY));
        return;
      }
      int ttl = Header.ttl(data, at);
      got.add(new Got(from, guid, ttl, Header.hops(data, at), message, data.remaining()));
    } catch (MalformedException malformed) {
      throw new AssertionError(malformed);
    }
  }
}

package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.Live.next;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Writes down what happens on a datagram socket. */
class DatagramRecorder implements DatagramHandler {

  final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  final BlockingQueue<byte[]> data = new LinkedBlockingQueue<>();
  volatile Endpoint from = Live.LOOPBACK;
  volatile Datagrams socket;

  /** Starts to bind. */
  static DatagramRecorder bind(Host host, String at, SocketOptions options) {
    DatagramRecorder recorder = new DatagramRecorder();
    recorder.bindTo(host, at, options);
    return recorder;
  }

  /** Binds, and waits until it is. */
  static DatagramRecorder bound(Host host, String at, SocketOptions options) {
    DatagramRecorder recorder = bind(host, at, options);
    assertEquals("bound", next(recorder.events));
    return recorder;
  }

  void bindTo(Host host, String at, SocketOptions options) {
    socket = Live.on(host, () -> host.transport().bind(Endpoint.parse(at), options, this));
  }

  @Override
  public void onBound(Datagrams bound) {
    events.add("bound");
  }

  @Override
  public void onDatagram(Datagrams to, Endpoint sender, ByteBuffer bytes) {
    from = sender;
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    data.add(copy);
  }

  @Override
  public void onMembership(
      Datagrams of, Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {
    events.add("member " + group + " " + source + " " + failure);
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    events.add("closed " + reason);
  }

  String text() {
    return new String(next(data), StandardCharsets.UTF_8);
  }
}

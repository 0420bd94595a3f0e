package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.OutputQueue;
import io.peerwright.overlay.hybrid.wire.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends bytes as they are and keeps what comes back, as "type body". */
final class WireClient implements LinkHandler {

  final List<String> received = new ArrayList<>();
  final Link link;
  int reads;
  @Nullable Reason closed;
  private final FrameBuffer frames = new FrameBuffer(Frame.FRAMING, Frame.MAX_BYTES);
  private final OutputQueue output = new OutputQueue(1 << 24);

  WireClient(Host host, Endpoint server) {
    this(host, server, Link.UNLIMITED);
  }

  WireClient(Host host, Endpoint server, int credit) {
    link = host.transport().connect(server, SocketOptions.DEFAULT, this);
    link.request(credit);
  }

  void send(byte[] bytes) {
    output.send(link, ByteBuffer.wrap(bytes));
  }

  void send(int type, String body) {
    byte[] text = body.getBytes(StandardCharsets.ISO_8859_1);
    byte[] frame = new byte[Frame.HEADER_BYTES + text.length];
    frame[0] = (byte) text.length;
    frame[1] = (byte) (text.length >> 8);
    frame[2] = (byte) type;
    frame[3] = (byte) (type >> 8);
    System.arraycopy(text, 0, frame, Frame.HEADER_BYTES, text.length);
    send(frame);
  }

  @Override
  public void onOpen(Link opened) {
    output.flush(link);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    reads++;
    for (ByteBuffer frame = frames.next(data); frame != null; frame = frames.next(data)) {
      received.add(text(frame));
    }
  }

  @Override
  public void onWritable(Link writable) {
    output.flush(link);
  }

  @Override
  public void onClosed(Link ended, Reason reason) {
    closed = reason;
  }

  static String text(ByteBuffer frame) {
    return Frame.type(frame) + " " + StandardCharsets.ISO_8859_1.decode(Frame.body(frame));
  }
}

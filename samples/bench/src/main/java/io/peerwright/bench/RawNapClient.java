package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends messages of the OpenNap protocol and counts what comes back. */
final class RawNapClient implements LinkHandler {

  private static final int PING = 751;
  private static final int HEADER_BYTES = 4;

  private final Link link;
  private final ByteArrayOutputStream queued = new ByteArrayOutputStream();
  private ByteBuffer sending = ByteBuffer.allocate(0);
  private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
  private int bodyLeft;
  private long received;
  private boolean pinged;
  private String state = "opening";

  RawNapClient(Host host, Endpoint server) {
    link = host.transport().connect(server, SocketOptions.DEFAULT, this);
    link.request(Link.UNLIMITED);
  }

  /** Puts a message behind others; returns its bytes. */
  int queue(int type, String body) {
    byte[] text = body.getBytes(StandardCharsets.ISO_8859_1);
    queued.write(text.length);
    queued.write(text.length >> 8);
    queued.write(type);
    queued.write(type >> 8);
    queued.writeBytes(text);
    return HEADER_BYTES + text.length;
  }

  void send(int type, String body) {
    queue(type, body);
    flush();
  }

  /** Sends what was queued. */
  void flush() {
    ByteBuffer all = ByteBuffer.allocate(sending.remaining() + queued.size());
    sending = all.put(sending).put(queued.toByteArray()).flip();
    queued.reset();
    link.write(sending);
  }

  /** Drops what was sent, and what the link has not taken. */
  void forget() {
    sending = ByteBuffer.allocate(0);
  }

  /** True if the link has taken all. */
  boolean isSent() {
    return !sending.hasRemaining();
  }

  long receivedBytes() {
    return received;
  }

  /** True once somebody, such as this user itself, has pinged it. */
  boolean isPinged() {
    return pinged;
  }

  String state() {
    return state;
  }

  @Override
  public void onOpen(Link opened) {
    state = "open";
    opened.write(sending);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    received += data.remaining();
    while (data.hasRemaining()) {
      if (bodyLeft > 0) {
        int part = Math.min(bodyLeft, data.remaining());
        data.position(data.position() + part);
        bodyLeft -= part;
      } else {
        header.put(data.get());
        if (!header.hasRemaining()) {
          bodyLeft = (header.get(0) & 0xff) + ((header.get(1) & 0xff) << 8);
          pinged |= (header.get(2) & 0xff) + ((header.get(3) & 0xff) << 8) == PING;
          header.clear();
        }
      }
    }
  }

  @Override
  public void onWritable(Link writable) {
    link.write(sending);
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    state = "closed: " + reason;
  }
}

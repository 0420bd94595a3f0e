package io.peerwright.api.sketches;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An eDonkey server's identifiers: it dials a client's port, and gives a high ID (its IPv4 address)
 * if that works, else a low one. Whoever wants a low-ID client asks the server, and is called by
 * that client.
 *
 * <p>Shows a handler that waits for another link's outcome, and a little-endian protocol: the order
 * of a frame is set where it is read. A frame is: 0xE3, length 4, opcode 1, body.
 */
final class EdonkeyCallback implements LinkAcceptor {

  static final int LOGIN = 0x01;
  static final int CALLBACK_REQUEST = 0x1C;
  static final int CALLBACK_REQUESTED = 0x35;
  static final int CALLBACK_FAILED = 0x36;
  static final int ID_CHANGE = 0x40;
  static final int FIRST_HIGH_ID = 0x1000000;
  private static final int HEADER_BYTES = 6;

  private final Transport transport;
  private final Map<Integer, Client> clients = new LinkedHashMap<>();
  private int lastLowId;

  EdonkeyCallback(Transport transport) {
    this.transport = transport;
  }

  static ByteBuffer frame(int opcode, int bodyBytes) {
    return ByteBuffer.allocate(HEADER_BYTES + bodyBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xE3)
        .putInt(1 + bodyBytes)
        .put((byte) opcode);
  }

  @Override
  public LinkHandler onAccept(Link link) {
    return new Client(link);
  }

  private final class Client extends Framed {

    private final Link link;
    private int id;
    private int port;

    Client(Link link) {
      super(HEADER_BYTES, 64 * 1024);
      this.link = link;
    }

    @Override
    int frameBytes(ByteBuffer bytes, int at) {
      return bytes.get(at) == (byte) 0xE3 ? 5 + Integer.reverseBytes(bytes.getInt(at + 1)) : -1;
    }

    @Override
    void onFrame(Link from, ByteBuffer frame) {
      ByteBuffer body = frame.order(ByteOrder.LITTLE_ENDIAN).position(HEADER_BYTES);
      switch (frame.get(5)) {
        case LOGIN -> {
          port = body.position(HEADER_BYTES + 20).getShort() & 0xffff;
          transport.connect(link.remote().withPort(port), SocketOptions.DEFAULT, new Probe(this));
        }
        case CALLBACK_REQUEST -> callBack(clients.get(body.getInt()));
        default -> {}
      }
    }

    private void callBack(@Nullable Client wanted) {
      if (wanted == null) {
        send(link, frame(CALLBACK_FAILED, 0).flip());
        return;
      }
      ByteBuffer call = frame(CALLBACK_REQUESTED, 6);
      call.putInt(Integer.reverseBytes(link.remote().ipv4())).putShort((short) port);
      send(wanted.link, call.flip());
    }

    void onProbed(boolean reachable) {
      id = reachable ? Integer.reverseBytes(link.remote().ipv4()) : ++lastLowId;
      clients.put(id, this);
      send(link, frame(ID_CHANGE, 4).putInt(id).flip());
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      clients.remove(id, this);
    }
  }

  /** One call to a client's port: whether it opens is all that matters. */
  private static final class Probe implements LinkHandler {

    private final Client client;
    private boolean opened;

    Probe(Client client) {
      this.client = client;
    }

    @Override
    public void onOpen(Link link) {
      opened = true;
      link.close();
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {
      client.onProbed(opened);
    }
  }
}

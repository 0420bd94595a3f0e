package io.peerwright.samples.cli;

import io.peerwright.api.net.Endpoint;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A user of an index server who sends what a test says, and reads when it says so. */
final class RawUser implements AutoCloseable {

  static final int LOGIN = 2;
  static final int LOGIN_ACK = 3;
  static final int SHARE = 100;
  static final int SEARCH = 200;
  static final int HIT = 201;
  static final int SEARCH_END = 202;
  static final int CHANNEL_JOIN = 400;
  static final int CHANNEL_SAY = 402;
  static final int CHANNEL_SAID = 403;
  static final int CHANNEL_JOINED = 405;

  private static final int SMALL_WINDOW = 4_096;
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;

  /** Linked from an address of its own, and logged in. */
  RawUser(Endpoint server, String from, String nick) throws IOException {
    // Before it is linked, so that its window is as small.
    socket.setReceiveBufferSize(SMALL_WINDOW);
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    send(LOGIN, nick + " secret 0 \"a client\" 3");
    await(LOGIN_ACK);
  }

  /** Without waiting for anything. */
  void send(int type, String body) throws IOException {
    write(type, body);
    out.flush();
  }

  /** The same, which may wait for what comes after it. */
  void write(int type, String body) throws IOException {
    byte[] text = body.getBytes(StandardCharsets.ISO_8859_1);
    out.write(new byte[] {(byte) text.length, (byte) (text.length >> 8)});
    out.write(new byte[] {(byte) type, (byte) (type >> 8)});
    out.write(text);
  }

  /** Reads up to the next message of a type. */
  String await(int type) throws IOException {
    while (true) {
      int length = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
      int next = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
      byte[] body = in.readNBytes(length);
      if (next == type) {
        return new String(body, StandardCharsets.ISO_8859_1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.peerwright.samples.cli;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A server that answers each request of a client with what a test says, one client at a time. */
final class HostileServer implements AutoCloseable {

  private static final int LOGIN = 2;
  private static final int LOGIN_ACK = 3;
  private static final int SEARCH = 200;
  private static final int HIT = 201;
  private static final int SEARCH_END = 202;
  private static final int BROWSE = 211;
  private static final int BROWSED = 212;
  private static final int BROWSE_END = 213;
  private static final int MESSAGE_OF_THE_DAY = 621;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Conversation conversation;

  /** What it says on a connection. */
  private interface Conversation {
    void hold(DataInputStream in, OutputStream out) throws IOException;
  }

  private HostileServer(Conversation conversation) throws IOException {
    this.conversation = conversation;
    Thread thread = new Thread(this::serve, "hostile");
    thread.setDaemon(true);
    thread.start();
  }

  /** A Napster server all of whose names are this one. */
  static HostileServer napster(String name) throws IOException {
    Function<String, String> hit =
        form -> String.format(form, name, "0123456789abcdef0123456789abcdef", name);
    return new HostileServer(
        (in, out) -> {
          while (true) {
            int length = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
            int type = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
            in.readNBytes(length);
            switch (type) {
              case LOGIN -> {
                send(out, LOGIN_ACK, "a@example.org");
                send(out, MESSAGE_OF_THE_DAY, name);
              }
              case SEARCH -> {
                send(out, HIT, hit.apply("\"%s\" %s 1000 128 44100 60 %s 16777343 9"));
                send(out, SEARCH_END, "");
              }
              case BROWSE -> {
                send(out, BROWSED, hit.apply("bob \"%s\" %s 1000 128 44100 60"));
                send(out, BROWSE_END, "bob 16777343");
              }
              default -> {}
            }
          }
        });
  }

  /** A tracker that fails for this reason. */
  static HostileServer tracker(String reason) throws IOException {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    String body =
        "d14:failure reason" + text.length + ":" + new String(text, StandardCharsets.UTF_8) + "e";
    byte[] answer =
        ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8);
    return new HostileServer(
        (in, out) -> {
          int newlines = 0;
          while (newlines < 2) {
            int next = in.readByte();
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
          }
          out.write(answer);
        });
  }

  private static void send(OutputStream out, int type, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[4 + payload.length];
    frame[0] = (byte) payload.length;
    frame[1] = (byte) (payload.length >> 8);
    frame[2] = (byte) type;
    frame[3] = (byte) (type >> 8);
    System.arraycopy(payload, 0, frame, 4, payload.length);
    out.write(frame);
    out.flush();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        conversation.hold(new DataInputStream(client.getInputStream()), client.getOutputStream());
      } catch (EOFException | SocketException gone) {
        // The next one comes, or the test is over.
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.hybrid.wire.Frame;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import io.peerwright.overlay.hybrid.wire.WireAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** All of it between users who have IPv6, and one who has not. */
class LiveIpv6TransferTest extends LiveTransferTest {

  private static final String FILE = "\"a\\rain.bin\"";

  @Override
  Endpoint serverAddress() {
    return Endpoint.parse("[::]:0");
  }

  @Override
  Endpoint clientAddress() {
    return Endpoint.parse("[::1]:0");
  }

  /**
   * To a client as they have always been, an IPv6 user is behind a firewall, and connects to it.
   */
  @Test
  void anIpv4ClientIsConnectedTo() throws Exception {
    client("sharer").share("a/rain.bin");
    try (Socket bob = socket();
        Socket eve = socket()) {
      send(bob, MessageType.LOGIN, "bob pw 6699 \"old 1.0\" 4");
      send(bob, MessageType.DOWNLOAD_REQUEST, "sharer " + FILE);
      String told = receive(bob, MessageType.DOWNLOAD_READY);
      assertEquals("sharer 0 0 " + FILE, told.substring(0, 11 + FILE.length()));

      // The other way round: the old client shares, behind a firewall.
      long address = WireAddress.of(Endpoint.of(InetAddress.getLoopbackAddress().getAddress(), 0));
      send(eve, MessageType.LOGIN, "eve pw 0 \"old 1.0\" 4");
      send(eve, MessageType.SHARE, "\"x\\y.mp3\" 1 100 128 44100 60");
      // What its list ends with was shared before.
      send(eve, MessageType.BROWSE, "eve");
      receive(eve, MessageType.BROWSE_END);
      send(bob, MessageType.PUSH_REQUEST, "eve \"x\\y.mp3\"");
      assertEquals("bob \"x\\y.mp3\"", receive(eve, MessageType.UPLOAD_REQUEST));
      send(eve, MessageType.UPLOAD_ACCEPT, "bob \"x\\y.mp3\"");
      String order = receive(eve, MessageType.PUSH_ORDER);
      assertEquals("bob " + address + " 6699 \"x\\y.mp3\" " + SharedFile.NO_MD5 + " 4", order);
    }
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), serverPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, int type, String body) throws IOException {
    ByteBuffer frame = new FrameWriter().begin(type).field(body).buffer();
    socket.getOutputStream().write(frame.array(), 0, frame.limit());
  }

  private static String receive(Socket socket, int wanted) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      byte[] header = in.readNBytes(Frame.HEADER_BYTES);
      int length = (header[0] & 0xff) + ((header[1] & 0xff) << 8);
      String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      if (Frame.type(ByteBuffer.wrap(header)) == wanted) {
        return body;
      }
    }
  }
}

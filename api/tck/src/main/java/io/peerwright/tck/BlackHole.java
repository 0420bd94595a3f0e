package io.peerwright.tck;

import io.peerwright.api.net.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port on loopback that answers no connection attempt: nobody accepts, and the backlog is full,
 * so the system drops what comes.
 */
final class BlackHole implements Closeable {

  private static final int PROBE_MILLIS = 100;
  private static final int BACKLOG_AT_MOST = 64;

  private final ServerSocket server;
  private final List<Socket> fillers = new ArrayList<>();

  private BlackHole(ServerSocket server) {
    this.server = server;
  }

  static BlackHole open() throws IOException {
    BlackHole hole = new BlackHole(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
    try {
      hole.fill();
    } catch (IOException e) {
      hole.close();
      throw e;
    }
    return hole;
  }

  private void fill() throws IOException {
    for (int i = 0; i < BACKLOG_AT_MOST; i++) {
      Socket filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(server.getLocalSocketAddress(), PROBE_MILLIS);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new IOException("the system lets a backlog grow beyond " + BACKLOG_AT_MOST);
  }

  Endpoint address() {
    return Endpoint.of((InetSocketAddress) server.getLocalSocketAddress());
  }

  @Override
  public void close() throws IOException {
    for (Socket filler : fillers) {
      filler.close();
    }
    server.close();
  }
}

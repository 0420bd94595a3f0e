package io.peerwright.transport.vertx;

import io.peerwright.transport.vertx.SocketShell.Remote;
import java.io.IOException;

/** The live transport on two machines, as far as the network can tell. */
final class TwoMachines implements AutoCloseable {

  final Namespaces namespaces;
  final Remote near;
  final Remote far;

  /** Skips the test where there can be no namespaces. */
  TwoMachines(int cables) throws IOException {
    namespaces = new Namespaces(cables);
    try {
      near = new Remote(namespaces.in("near"));
      far = new Remote(namespaces.in("far"));
    } catch (IOException e) {
      namespaces.close();
      throw e;
    }
  }

  @Override
  public void close() {
    near.close();
    far.close();
    namespaces.close();
  }
}

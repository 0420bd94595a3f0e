package io.peerwright.bench;

import java.nio.ByteBuffer;
import java.util.List;

/** One sender and eight receivers of a multicast group on loopback, all in this process. */
interface GroupUnderLoad extends AutoCloseable {

  int RECEIVERS = 8;

  int PAYLOAD = 1024;

  /** What it is called in the table. */
  String name();

  /** Sends a message; waits while the system takes no more. Called by one thread. */
  void send(ByteBuffer message) throws Exception;

  /** Those that hear it. */
  List<GroupReceiver> receivers();

  @Override
  void close();
}

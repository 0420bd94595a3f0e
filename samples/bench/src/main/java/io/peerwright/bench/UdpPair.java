package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Senders and one receiver of datagrams over loopback, on two threads of this process. */
interface UdpPair extends AutoCloseable {

  int PAYLOAD = 1024;

  /** What the system is asked to queue for a socket; as the live transport asks. */
  int QUEUE_BYTES = 1 << 22;

  /** Sends all it can, from one socket after the other. */
  void start();

  /** Sends nothing new. */
  void stop();

  /** Datagrams sent so far. */
  long sent();

  /** Datagrams that arrived so far. */
  long received();

  /** The thread that sends and the one that receives. */
  List<Thread> threads();

  @Override
  void close();

  /** Datagrams that arrive while all are sent that can be, for the given time. */
  static double load(UdpPair pair, long nanos) throws InterruptedException {
    long before = pair.received();
    pair.start();
    Thread.sleep(nanos / 1_000_000);
    pair.stop();
    return awaitLast(pair) - before;
  }

  /** Waits until nothing more arrives and returns how many datagrams have arrived. */
  static long awaitLast(UdpPair pair) throws InterruptedException {
    long seen = -1;
    for (long now = pair.received(); now != seen; now = pair.received()) {
      seen = now;
      Thread.sleep(50);
    }
    return seen;
  }

  /** Bytes that both threads allocate per datagram sent, while all are sent that can be. */
  static double allocatedPerDatagram(UdpPair pair, long nanos) throws InterruptedException {
    load(pair, nanos);
    long sent = pair.sent();
    long before = allocated(pair);
    load(pair, nanos);
    return (double) (allocated(pair) - before) / (pair.sent() - sent);
  }

  private static long allocated(UdpPair pair) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return pair.threads().stream()
        .mapToLong(each -> threads.getThreadAllocatedBytes(each.getId()))
        .sum();
  }
}

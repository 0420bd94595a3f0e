package io.peerwright.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each byte costs a tracker that a stranger sends it: the dearest of its requests. */
final class TrackerMessageCost implements Benchmark {

  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long ROUND_NANOS = 2_000_000_000L;
  private static final int BATCH = 20;
  private static final int PEERS = 300;
  private static final String USUAL = "announce";
  private static final String HASH = "%AA" + "a".repeat(19);

  @Override
  public String name() {
    return "tracker-message-cost";
  }

  @Override
  public String description() {
    return "processor time of a tracker for each byte of the request that costs it most";
  }

  private static String get(String target, String fields) {
    return "GET " + target + " HTTP/1.1\r\nHost: t\r\n" + fields + "\r\n";
  }

  private static String announce(int peer, String more) {
    String id = String.format("-XX0000-%012d", peer);
    String own = "&peer_id=" + id + "&port=" + (1000 + peer);
    return "/announce?info_hash=" + HASH + own + "&uploaded=0&downloaded=0&left=5" + more;
  }

  private static Map<String, String> requests() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(USUAL, get(announce(1, "&compact=1&numwant=50"), ""));
    all.put("200 peers", get(announce(1, "&numwant=200"), ""));
    all.put("200 dictionaries", get(announce(1, "&compact=0&numwant=200"), ""));
    all.put(
        "shortest for 200",
        get(announce(1, "&compact=0&numwant=999").replace("&uploaded=0", ""), ""));
    StringBuilder scrape = new StringBuilder("/scrape?");
    for (int i = 0; i < 100; i++) {
      scrape.append("info_hash=").append(String.format("%020d", i)).append('&');
    }
    all.put("scrape of 100", get(scrape.toString(), ""));
    all.put("scrape of 1", get("/scrape?info_hash=" + HASH, ""));
    all.put("nothing", get("/", ""));
    all.put("99 fields", get("/", "a:b\r\n".repeat(98)));
    all.put("140 parameters", get("/announce?" + "a=%41&".repeat(139), ""));
    return all;
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    double usual = 0;
    double worst = 0;
    try (TrackerProcess tracker = TrackerProcess.ours()) {
      try (Client client = new Client(tracker)) {
        for (int peer = 0; peer < PEERS; peer += BATCH) {
          StringBuilder batch = new StringBuilder();
          for (int i = peer; i < peer + BATCH; i++) {
            batch.append(get(announce(i, ""), ""));
          }
          client.ask(batch.toString());
        }
      }
      for (String each : requests().values()) {
        try (Client client = new Client(tracker)) {
          client.run(each, WARM_UP_NANOS);
        }
      }
      for (Map.Entry<String, String> each : requests().entrySet()) {
        double cost;
        try (Client client = new Client(tracker)) {
          cost = perByte(tracker, () -> client.run(each.getValue(), ROUND_NANOS));
        }
        tell(progress, each.getKey(), each.getValue().length(), cost);
        usual = each.getKey().equals(USUAL) ? cost : usual;
        worst = Math.max(worst, cost);
      }
      for (int bytes : new int[] {16, 98}) {
        flood(tracker, bytes, WARM_UP_NANOS);
        double cost = perByte(tracker, () -> flood(tracker, bytes, ROUND_NANOS));
        tell(progress, bytes == 16 ? "UDP connect" : "UDP, forged id", bytes, cost);
        worst = Math.max(worst, cost);
      }
    }
    return new Figure(name(), worst, "ns/byte", "an ordinary announce", usual, "<= 10");
  }

  private static void tell(Progress progress, String what, int bytes, double cost) {
    progress.say(String.format("  %-18s %,6d bytes, %,8.1f ns/byte", what, bytes, cost));
  }

  /** Sends something and says how many bytes. */
  @FunctionalInterface
  private interface Work {
    long run() throws IOException;
  }

  private static double perByte(TrackerProcess tracker, Work work) throws IOException {
    long before = tracker.cpuTime().toNanos();
    long bytes = work.run();
    return (double) (tracker.cpuTime().toNanos() - before) / bytes;
  }

  /** Datagrams, each sent when the one before is answered or long gone. */
  private static long flood(TrackerProcess tracker, int bytes, long nanos) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(bytes);
    packet.putLong(bytes == 16 ? 0x41727101980L : 5).putInt(bytes == 16 ? 0 : 1).putInt(7);
    long sent = 0;
    byte[] answer = new byte[2048];
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(1);
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() - end < 0) {
        socket.send(new DatagramPacket(packet.array(), bytes, tracker.address));
        sent += bytes;
        if (bytes == 16) {
          try {
            socket.receive(new DatagramPacket(answer, answer.length));
          } catch (SocketTimeoutException lost) {
            // The next one.
          }
        }
      }
    }
    return sent;
  }

  /** One connection: requests in batches, and all of their answers. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Client(TrackerProcess tracker) throws IOException {
      socket = new Socket(tracker.address.getAddress(), tracker.address.getPort());
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    long run(String request, long nanos) throws IOException {
      String batch = request.repeat(BATCH);
      long sent = 0;
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() - end < 0) {
        ask(batch);
        sent += batch.length();
      }
      return sent;
    }

    void ask(String batch) throws IOException {
      socket.getOutputStream().write(batch.getBytes(ISO_8859_1));
      for (int i = 0; i < BATCH; i++) {
        answer();
      }
    }

    private void answer() throws IOException {
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      in.skipNBytes(length);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the tracker has closed the connection");
        }
        line.append(c == '\r' ? "" : (char) c);
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

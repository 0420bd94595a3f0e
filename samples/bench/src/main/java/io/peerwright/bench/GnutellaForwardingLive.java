package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What {@link GnutellaForwarding} measures in simulation, over TCP on loopback: an ultrapeer with
 * 100 links, beside relays that send the same bytes to the same links and read no message. Only the
 * thread of the one that forwards counts.
 */
final class GnutellaForwardingLive implements Benchmark {

  private static final int LINKS = 100;
  private static final int BATCH = 8;
  private static final int WARM_UP_SECONDS = 6;
  private static final int ROUNDS = 9;
  private static final double ROUND_SECONDS = 0.5;
  private static final byte[] TEXT =
      "copper rain over the hills\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int LENGTH = 23 + Short.BYTES + TEXT.length;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SplittableRandom random = new SplittableRandom(1);
  private final ByteBuffer queries = ByteBuffer.allocateDirect(BATCH * LENGTH);

  @Override
  public String name() {
    return "gnutella-forwarding-live";
  }

  @Override
  public String description() {
    return "messages that an ultrapeer with 100 links over TCP takes in and passes on, per CPU-second of"
        + " its thread, beside relays of the same bytes";
  }

  /** One of those that are compared. */
  private final class Way implements AutoCloseable {
    private final String name;
    private final ForwardingProgram program;
    private final LoadedLinks links;
    private final double[] rates = new double[ROUNDS];
    private final double[] bytes = new double[ROUNDS];

    Way(String name, ForwardingProgram program, boolean greets) throws IOException {
      this.name = name;
      this.program = program;
      links = new LoadedLinks(program.at(), LINKS, greets);
      links.settle(300);
    }

    /** One round of so many seconds of processor time; a negative number is not kept. */
    void run(double cpuSeconds, int round) throws IOException {
      long id = program.threadId();
      long allocated = threads.getThreadAllocatedBytes(id);
      long from = threads.getThreadCpuTime(id);
      long messages = 0;
      long cpu = 0;
      while (cpu < cpuSeconds * 1e9) {
        messages += step();
        cpu = threads.getThreadCpuTime(id) - from;
      }
      if (round >= 0) {
        rates[round] = messages * 1e9 / cpu;
        bytes[round] = (double) (threads.getThreadAllocatedBytes(id) - allocated) / messages;
      }
    }

    /** Each link sends some queries, and each other one gets them: that many messages. */
    private long step() throws IOException {
      long due = links.received() + (long) LINKS * (LINKS - 1) * BATCH * LENGTH;
      for (int i = 0; i < LINKS; i++) {
        links.send(i, queries());
      }
      links.await(due);
      return (long) LINKS * LINKS * BATCH;
    }

    @Override
    public void close() throws IOException {
      links.close();
      program.close();
    }
  }

  private ByteBuffer queries() {
    queries.clear();
    for (int k = 0; k < BATCH; k++) {
      queries.putLong(random.nextLong()).putLong(random.nextLong());
      queries.put((byte) 0x80).put((byte) 4).put((byte) 0);
      queries.putInt(Integer.reverseBytes(TEXT.length + Short.BYTES));
      queries.putShort((short) 0x8000).put(TEXT);
    }
    return queries.flip();
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (Way plain = new Way("a relay on plain channels", ForwardingProgram.plain(), false);
        Way relay = new Way("a relay on the transport", ForwardingProgram.relay(), false);
        Way servent = new Way("the ultrapeer", ForwardingProgram.servent(LINKS), true)) {
      Way[] ways = {plain, relay, servent};
      for (Way way : ways) {
        way.run(WARM_UP_SECONDS, -1);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Way way : ways) {
          way.run(ROUND_SECONDS, round);
        }
      }
      for (Way way : ways) {
        progress.say(
            String.format(
                Locale.ROOT,
                "  %s: %,.0f messages/CPU-s, %.4f bytes allocated for each",
                way.name,
                Rounds.median(way.rates),
                Rounds.median(way.bytes)));
      }
      double ratio = Rounds.ratio(servent.rates, relay.rates);
      double toPlain = Rounds.ratio(servent.rates, plain.rates);
      progress.say(
          String.format(
              Locale.ROOT, "  the ultrapeer to the relays: %.3f and %.3f", toPlain, ratio));
      double limit = Rounds.median(plain.rates);
      return new Figure(
          name(), toPlain * limit, "messages/CPU-s", "a relay on plain channels", limit, "report");
    }
  }
}

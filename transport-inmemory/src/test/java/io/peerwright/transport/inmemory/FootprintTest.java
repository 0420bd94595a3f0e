package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What idle things cost in memory. The measured figures are printed; the limits are generous. */
@Isolated("measures the heap")
class FootprintTest {

  private static final int COUNT = 50_000;

  private static final LinkHandler SILENT =
      new LinkHandler() {
        @Override
        public void onData(Link link, ByteBuffer data) {}

        @Override
        public void onClosed(Link link, Reason reason) {}
      };

  @Test
  void hostsAndLinksAreSmall() {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    List<Host> hosts = new ArrayList<>(COUNT);
    String[] names = new String[COUNT];
    for (int i = 0; i < COUNT; i++) {
      names[i] = "peer-" + i;
    }
    long before = used();
    for (String name : names) {
      hosts.add(sim.newHost(name, null, null));
    }
    long withHosts = used();
    Endpoint server = hosts.get(0).listenAddress().withPort(80);
    Host client = hosts.get(1);
    hosts.get(0).transport().listen(server, SocketOptions.DEFAULT, link -> SILENT);
    sim.runFor(Duration.ofMillis(1));
    int links = 16_000;
    for (int i = 0; i < links; i++) {
      client.transport().connect(server, SocketOptions.DEFAULT, SILENT);
      if (i % 100 == 0) {
        // In small lots, or the pending attempts would be counted too.
        sim.runFor(Duration.ofSeconds(1));
      }
    }
    sim.runFor(Duration.ofSeconds(20));
    long withLinks = used();
    long perHost = (withHosts - before) / COUNT;
    long perPair = (withLinks - withHosts) / links;
    System.out.println(
        "bytes per idle host " + perHost + ", per idle pair of link ends " + perPair);
    assertTrue(perHost <= 220, "bytes per idle host: " + perHost);
    assertTrue(perPair <= 300, "bytes per idle pair of link ends: " + perPair);
    assertTrue(sim.shards().pending() == 0 && hosts.size() == COUNT);
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

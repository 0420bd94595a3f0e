package io.peerwright.overlay.gnutella.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.FilePart;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who waits for trees. */
class TreeServerTest {

  /** Notes what it is answered. */
  private record Asked(Endpoint remote, List<Integer> answers) implements HttpExchange {

    @Override
    public Endpoint local() {
      return remote;
    }

    @Override
    public void reply(int status, HttpFields fields, ByteBuffer body) {
      answers.add(status);
    }

    @Override
    public void reply(int status, HttpFields fields, FilePart part) {
      answers.add(status);
    }

    @Override
    public void reply(int status, HttpFields fields, Iterator<ByteBuffer> pieces) {
      answers.add(status);
    }
  }

  @Test
  void oneAddressLeavesPlacesToOthers() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host host = simulation.newHost("servent", null, null);
      TreeServer server = new TreeServer(host.loop());
      List<Integer> greedy = new ArrayList<>();
      List<Integer> other = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        ask(server, host, i, Endpoint.ofIpv4(0x05050505, i), greedy);
      }
      ask(server, host, 21, Endpoint.ofIpv4(0x05050506, 1), other);
      assertEquals(Collections.nCopies(20 - TreeServer.MOST_PER_ADDRESS, 503), greedy);
      simulation.runFor(Duration.ofSeconds(1));
      // None of the files is there.
      assertEquals(List.of(404), other);
      assertEquals(20, greedy.size());
    }
  }

  private static void ask(
      TreeServer server, Host host, int number, Endpoint by, List<Integer> answers) {
    byte[] hash = new byte[24];
    hash[0] = (byte) number;
    Urn root = Urn.ofHash(Urn.TIGER_TREE, hash);
    Library library = new Library(() -> 1);
    library.add(new SharedItem(host.directory().resolve("none"), "f", 9, Set.of(), Map.of()));
    server.answer(library.byIndex(1), root, new Asked(by, answers));
  }
}

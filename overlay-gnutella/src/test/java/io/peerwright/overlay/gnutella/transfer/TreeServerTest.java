package io.peerwright.overlay.gnutella.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.hash.TigerTree;
import io.peerwright.kit.http.FilePart;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final int SIZE = 20_000_000;

  /** Notes what it is answered. */
  private record Asked(Endpoint remote, List<Integer> answers, boolean[] gone)
      implements HttpExchange {

    @Override
    public boolean isWanted() {
      return !gone[0];
    }

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
    server.answer(library.byIndex(1), root, new Asked(by, answers, new boolean[1]));
  }

  private static LibraryFile file(Host host) throws IOException {
    Path path = host.directory().resolve("copper rain");
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[SIZE]);
    Library library = new Library(() -> 1);
    library.add(new SharedItem(path, "copper rain", SIZE, Set.of(), Map.of()));
    return library.byIndex(1);
  }

  private static Urn root() {
    TigerTree tree = new TigerTree();
    tree.update(ByteBuffer.allocate(SIZE));
    return Urn.ofHash(Urn.TIGER_TREE, tree.finish().hash());
  }

  /** Three slices of 8 MB, each of which takes 42 ms here. */
  @Test
  void nothingIsHashedForNobody() throws IOException {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host host = simulation.newHost("servent", null, null);
      TreeServer server = new TreeServer(host.loop());
      LibraryFile file = file(host);
      Urn root = root();
      Endpoint by = Endpoint.ofIpv4(0x05050505, 1);
      boolean[] gone = new boolean[1];
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < TreeServer.MOST_PER_ADDRESS; i++) {
        server.answer(file, root, new Asked(by, answers, gone));
      }
      simulation.runFor(Duration.ofMillis(60));
      gone[0] = true;
      List<Integer> other = new ArrayList<>();
      ask(server, host, 1, by, other);
      assertEquals(List.of(), other, "there is a place for it");
      simulation.runFor(Duration.ofSeconds(10));
      assertEquals(1, server.made(), "that of the other one");
      assertEquals(List.of(404), other);
      assertEquals(List.of(), answers);
    }
  }

  @Test
  void aFileThatCouldNotBeReadIsLookedAtAgainLater() throws IOException {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host host = simulation.newHost("servent", null, null);
      TreeServer server = new TreeServer(host.loop());
      LibraryFile file = file(host);
      Urn root = root();
      Path away = file.item().file().resolveSibling("away");
      Files.move(file.item().file(), away);
      List<Integer> answers = new ArrayList<>();
      Asked asked = new Asked(Endpoint.ofIpv4(0x05050505, 1), answers, new boolean[1]);
      server.answer(file, root, asked);
      simulation.runFor(Duration.ofSeconds(1));
      Files.move(away, file.item().file());
      server.answer(file, root, asked);
      simulation.runFor(Duration.ofSeconds(60));
      server.answer(file, root, asked);
      simulation.runFor(Duration.ofSeconds(1));
      assertEquals(List.of(404, 404, 200), answers);
      assertEquals(2, server.made());
    }
  }
}

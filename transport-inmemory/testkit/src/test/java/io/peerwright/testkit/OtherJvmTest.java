package io.peerwright.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.testkit.OverlayTestKitTest.Lonely;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is the same throughout a process is told by another process. */
class OtherJvmTest {

  /**
   * So many that two salts hardly ever begin at the same one: even numbers, which leave no long gap
   * in the table, since all salts that point into a gap begin at its end.
   */
  private static final Map<Integer, Integer> ENTRIES =
      IntStream.range(0, 400).boxed().collect(Collectors.toUnmodifiableMap(i -> 2 * i, i -> i));

  /** Tells the first of its entries to the one beside it. */
  private static final class FirstEntry extends Lonely implements DatagramHandler {
    private final Map<Integer, Integer> entries;

    FirstEntry(Host host, Map<Integer, Integer> entries) {
      super(host);
      this.entries = entries;
    }

    @Override
    public CompletionStage<Void> join() {
      Endpoint at = host.listenAddress().withPort(4_000);
      host.transport().bind(at, SocketOptions.DEFAULT, this);
      return super.join();
    }

    @Override
    public void onBound(Datagrams socket) {
      ByteBuffer first = ByteBuffer.allocate(4).putInt(entries.keySet().iterator().next()).flip();
      socket.send(socket.local(), first);
    }

    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {}
  }

  @Test
  void anOrderOfItsOwnIsTheSameThere() {
    OverlayTestKitTest.kit(host -> new FirstEntry(host, new TreeMap<>(ENTRIES)))
        .alsoInOtherJvms(1)
        .run()
        .assertAllJoined();
  }

  @Test
  void theOrderOfMapOfIsNot() {
    String message =
        OverlayTestKitTest.failureOf(
            OverlayTestKitTest.kit(host -> new FirstEntry(host, ENTRIES))
                .twice()
                .alsoInOtherJvms(3));
    assertTrue(message.contains("in another JVM"), message);
    assertTrue(message.contains("the order of Map.of and Set.of"), message);
    assertTrue(message.contains("repeat with: mvn test '-Dtest=OtherJvmTest#"), message);
  }

  @Test
  void whatComesToNoEndThereIsTold() {
    String message =
        OverlayTestKitTest.failureOf(
            OverlayTestKitTest.kit(host -> new Lonely(host))
                .peers(7)
                .alsoInOtherJvms(1)
                .seed(seed()));
    assertTrue(message.contains("came to no end of this run"), message);
  }

  /** Another one in each JVM. */
  private static long seed() {
    return ProcessHandle.current().pid();
  }
}

package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.transport.vertx.SocketShell.Remote;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs two machines, or interfaces that may go away. */
class VethTest {

  private static TwoMachines machines;

  @BeforeAll
  static void start() throws IOException {
    machines = new TwoMachines(3);
  }

  @AfterAll
  static void stop() {
    if (machines != null) {
      machines.close();
    }
  }

  private static void neighbours(String change) {
    machines.namespaces.ip("near", "neigh " + String.format(change, 2));
    machines.namespaces.ip("far", "neigh " + String.format(change, 1));
  }

  /** The first SYN of each side is lost, so that both wait; the next one meets a waiting side. */
  @Test
  void simultaneousOpen() {
    Remote near = machines.near;
    Remote far = machines.far;
    neighbours("replace 10.83.0.%d lladdr 02:00:00:00:00:83 dev e0 nud permanent");
    near.ask("connect x 10.83.0.1:8301 10.83.0.2:8302");
    far.ask("connect x 10.83.0.2:8302 10.83.0.1:8301");
    neighbours("del 10.83.0.%d dev e0");
    assertEquals("open", near.ask("next x"));
    assertEquals("open", far.ask("next x"));
    assertEquals("took 4", near.ask("write x ping"));
    assertEquals("ping", far.ask("next x"));
    assertEquals("took 4", far.ask("write x pong"));
    assertEquals("pong", near.ask("next x"));
    near.ask("abort x");
    assertEquals("closed CANCELLED", near.ask("next x"));
    assertEquals("closed RESET", far.ask("next x"));
  }

  /** Not a word of it comes over the network. */
  @Test
  void aLinkFromAnAddressThatIsGoneEnds() {
    assertEquals("10.83.0.2:8309", machines.far.ask("listen l 10.83.0.2:8309"));
    machines.near.ask("connect x 10.83.0.1:8310 10.83.0.2:8309");
    assertEquals("open", machines.near.ask("next x"));
    machines.namespaces.ip("near", "addr del 10.83.0.1/24 dev e0");
    assertEquals("closed UNREACHABLE", machines.near.ask("next x"));
    machines.namespaces.ip("near", "addr add 10.83.0.1/24 dev e0");
  }

  @ParameterizedTest
  @CsvSource({
    "e1, 0.0.0.0, 239.83.0.1, 10.83.1.1, 10.83.1.2, 10.83.0.2",
    "e2, [::], [ff15::8301], [fd83:2::1], [fd83:2::2], [fd83::2]"
  })
  void socketsOutliveTheirInterface(
      String cable, String any, String groupAddress, String here, String there, String elsewhere) {
    Remote near = machines.near;
    Remote far = machines.far;
    String group = groupAddress + ":8383";
    String join = "join member " + group + " " + there + ":0 -";
    assertEquals("bound", far.ask("bind member " + any + ":8383 - loop"));
    assertEquals("member " + group + " null null", far.ask(join));
    assertEquals("bound", near.ask("bind sender " + here + ":0 " + here + ":0 loop"));
    near.ask("send sender " + group + " before 1");
    near.ask("send sender " + there + ":8383 end 1");
    assertEquals("{before=1}", far.ask("count member end"));

    machines.namespaces.ip("near", "link del " + cable);
    // What is sent where no way leads is lost, as datagrams may be.
    assertEquals("sent", near.ask("send sender " + group + " lost 3"));
    assertEquals("sent", far.ask("send member " + here + ":9 lost 3"));
    assertEquals("left", far.ask("leave member " + group + " " + there + ":0 -"));
    assertEquals("member " + group + " null NOT_PERMITTED", far.ask(join));
    assertEquals("bound", near.ask("bind other " + any + ":0 - loop"));
    near.ask("send other " + elsewhere + ":8383 alive 1");
    near.ask("send other " + elsewhere + ":8383 end 1");
    assertEquals("{alive=1}", far.ask("count member end"));
    near.ask("reset");
    far.ask("reset");
  }

  /** Over cables it goes in pieces, which it does not on loopback. */
  @ParameterizedTest
  @CsvSource({"0.0.0.0, 10.83.0.2", "[::], [fd83::2]"})
  void theLargestDatagramArrivesIntact(String any, String there) {
    StringBuilder largest = new StringBuilder();
    new Random(83).ints(UdpSocket.MAX_PAYLOAD_BYTES, 'a', 'z').forEach(largest::appendCodePoint);
    assertEquals("bound", machines.far.ask("bind there " + any + ":8383 - loop"));
    assertEquals("bound", machines.near.ask("bind here " + any + ":0 - loop"));
    machines.near.ask("send here " + there + ":8383 " + largest + " 1");
    machines.near.ask("send here " + there + ":8383 end 1");
    assertEquals("{" + largest + "=1}", machines.far.ask("count there end"));
    machines.near.ask("reset");
    machines.far.ask("reset");
  }
}

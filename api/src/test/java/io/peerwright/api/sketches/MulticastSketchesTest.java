package io.peerwright.api.sketches;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.fake.Lan;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the sketches of multicast among hand-written hosts. */
class MulticastSketchesTest {

  private final Lan lan = new Lan();

  @Test
  void reversePathsCarryEachMessageOnceAndPruneThoseWhoDoNotWantIt() {
    // A square: 1 is the source, 2 and 3 its neighbours, 4 behind both.
    ReversePathMulticast one = node(1, 2, 3);
    node(2, 1, 4);
    ReversePathMulticast three = node(3, 1, 4);
    ReversePathMulticast four = node(4, 2, 3);
    one.announce();
    lan.runMillis(20);
    List<String> heard = new ArrayList<>();
    four.join(message -> heard.add(StandardCharsets.UTF_8.decode(message).toString()));
    for (String text : List.of("a", "b", "c")) {
      one.send(StandardCharsets.UTF_8.encode(text));
      lan.runMillis(20);
    }
    assertEquals(List.of("a", "b", "c"), heard);

    List<String> late = new ArrayList<>();
    three.join(message -> late.add(StandardCharsets.UTF_8.decode(message).toString()));
    lan.runMillis(20);
    one.send(StandardCharsets.UTF_8.encode("d"));
    lan.runMillis(20);
    assertEquals(List.of("d"), late, "a graft undoes the prune");
    assertEquals(List.of("a", "b", "c", "d"), heard);
  }

  private ReversePathMulticast node(int self, int... others) {
    List<Endpoint> neighbours = new ArrayList<>();
    for (int other : others) {
      neighbours.add(Endpoint.parse("10.0.0." + other + ":5000"));
    }
    return new ReversePathMulticast(lan.host("10.0.0." + self + ":5000"), neighbours);
  }

  @Test
  void aGroupWithASourceFilterHearsThatSourceAlone() {
    Endpoint group = Endpoint.parse("232.71.0.5:5004");
    Endpoint wanted = Endpoint.parse("10.0.0.1:5004");
    List<String> heard = new ArrayList<>();
    List<Reason> failures = new ArrayList<>();
    new SourceFilteredGroup(
        lan.host("10.0.0.3:1"),
        group,
        wanted,
        (from, data) -> heard.add(from + " " + data.get()),
        failures::add);
    SourceFilteredGroup speaker = silent(lan.host("10.0.0.1:1"), group);
    SourceFilteredGroup stranger = silent(lan.host("10.0.0.2:1"), group);
    lan.runMillis(5);
    speaker.send(ByteBuffer.wrap(new byte[] {1}));
    stranger.send(ByteBuffer.wrap(new byte[] {2}));
    lan.runMillis(5);
    assertEquals(List.of("10.0.0.1:5004 1"), heard);
    assertEquals(List.of(), failures);

    new SourceFilteredGroup(
        lan.host("10.0.0.4:1"),
        Endpoint.parse("10.9.9.9:5004"),
        wanted,
        (from, data) -> {},
        failures::add);
    lan.runMillis(5);
    assertEquals(List.of(Reason.UNSUPPORTED), failures, "that is no group");
  }

  private static SourceFilteredGroup silent(Host host, Endpoint group) {
    Endpoint nobody = Endpoint.parse("10.0.0.99:1");
    return new SourceFilteredGroup(host, group, nobody, (from, data) -> {}, failure -> {});
  }
}

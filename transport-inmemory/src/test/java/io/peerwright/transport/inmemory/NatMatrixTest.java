package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.NatLab.Seen;
import io.peerwright.transport.inmemory.NatLab.Udp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Which ways lead from a host behind one kind of box to a host behind another: the same as measured
 * between network namespaces, by the same procedures, with the NAT of a Linux kernel.
 */
class NatMatrixTest {

  private static final int GUESSES = 12;

  /** Pairs of 14 kinds. */
  @Test
  void allPairsOfKindsAnswerAsAKernelDoes() throws IOException {
    compare(14 * 14, "nat-matrix-measured.txt");
  }

  /**
   * With 10 to 100 ms one way what both sides send crosses; the first way that works is the same.
   */
  @Test
  void allPairsOfKindsAnswerAlikeOverLongLines() throws IOException {
    List<String> measured = lines("nat-matrix-measured.txt");
    assertAll(
        measured.stream().filter(line -> line.endsWith("}")).map(NatMatrixTest::codeOverLongLines));
  }

  /** A host behind two boxes, inner/outer, asks; one behind a single box answers. */
  @Test
  void twoBoxesInARowAnswerAsAKernelDoes() throws IOException {
    compare(4 * 4 * 5, "nat-double-measured.txt");
  }

  /** On one side or both a firewall that lets out nothing but streams to port 443. */
  @Test
  void aStrictFirewallAnswersAsAKernelDoes() throws IOException {
    compare(15 + 14, "nat-blocked-measured.txt");
  }

  /** Which side sends first, to boxes that answer what they do not let in. */
  @Test
  void earlyPacketsPoisonAsInAKernel() throws IOException {
    List<String> measured = lines("nat-open-measured.txt");
    assertEquals(12, measured.size());
    assertAll(measured.stream().map(NatMatrixTest::orderOfPunch));
  }

  private static Executable orderOfPunch(String line) {
    String[] words = line.split(" ");
    return () -> {
      NatLab lab = new NatLab(1);
      boolean swapped = words[2].equals("b");
      Host first = lab.behind(words[swapped ? 1 : 0], "first");
      Host second = lab.behind(words[swapped ? 0 : 1], "second");
      Udp one = lab.udp(first);
      Udp other = lab.udp(second);
      boolean udp = lab.punch(one, other, lab.reflexive(one), lab.reflexive(other), 0);
      boolean tcp = lab.open(first, second, lab.seen(first, 7001), lab.seen(second, 7001));
      String found = "udp " + (udp ? 1 : 0) + " tcp " + (tcp ? 1 : 0);
      assertEquals(line, words[0] + " " + words[1] + " " + words[2] + " " + found);
    };
  }

  private static void compare(int cells, String resource) throws IOException {
    List<String> measured = lines(resource).stream().filter(line -> line.endsWith("}")).toList();
    assertEquals(cells, measured.size());
    assertAll(measured.stream().map(NatMatrixTest::cell));
  }

  private static List<String> lines(String resource) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                NatMatrixTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static Executable cell(String line) {
    String[] words = line.split(" ");
    return () -> {
      Cell cell = new Cell(new NatLab(1), words[0], words[1]);
      assertEquals(line, words[0] + " " + words[1] + " " + cell.code() + " " + cell);
    };
  }

  private static Executable codeOverLongLines(String line) {
    String[] words = line.split(" ");
    return () -> {
      NatLab lab = new NatLab(1, NetworkModel.DEFAULT, Duration.ofSeconds(1));
      String code = new Cell(lab, words[0], words[1]).code();
      assertEquals(words[2], code, words[0] + " " + words[1]);
    };
  }

  private static final class Cell {

    private final NatLab lab;
    private final Map<String, Boolean> results = new LinkedHashMap<>();
    private final Host a;
    private final Host b;

    Cell(NatLab lab, String kindA, String kindB) {
      this.lab = lab;
      a = lab.behind(kindA, "a");
      b = lab.behind(kindB, "b");
      datagrams();
      streams();
      results.put("relay_udp", results.get("udp"));
      results.put("relay_443", lab.seen(a, 443) != null & lab.seen(b, 443) != null);
    }

    private interface Way {
      boolean leads(Udp a, Udp b, Endpoint atA, Endpoint atB);
    }

    private void datagrams() {
      boolean out = lab.reflexive(lab.udp(a)) != null & lab.reflexive(lab.udp(b)) != null;
      results.put("udp", out);
      if (out) {
        tryWay("direct", (a, b, atA, atB) -> lab.oneWay(a, b, atB));
        tryWay("reverse", (a, b, atA, atB) -> lab.oneWay(b, a, atA));
        tryWay("punch", (a, b, atA, atB) -> lab.punch(a, b, atA, atB, 0));
        tryWay("predict", (a, b, atA, atB) -> lab.punch(a, b, atA, atB, GUESSES));
      }
    }

    /** With sockets that no packet has come near. */
    private void tryWay(String name, Way way) {
      Udp ofA = lab.udp(a);
      Udp ofB = lab.udp(b);
      results.put(name, way.leads(ofA, ofB, lab.reflexive(ofA), lab.reflexive(ofB)));
    }

    private void streams() {
      Seen seenA = lab.seen(a, 7001);
      Seen seenB = lab.seen(b, 7001);
      results.put("tcp", seenA != null && seenB != null);
      if (seenA != null && seenB != null) {
        results.put("tdirect", lab.reaches(a, b, seenB));
        results.put("tpush", lab.reaches(b, a, seenA));
        results.put("tpunch", lab.open(a, b, lab.seen(a, 7001), lab.seen(b, 7001)));
      }
    }

    private boolean is(String way) {
      return results.getOrDefault(way, false);
    }

    /** The first way that leads there: D direct, R reverse, P punch, G punch with guesses. */
    String code() {
      String udp = is("direct") ? "D" : is("reverse") ? "R" : is("punch") ? "P" : "-";
      if (!is("punch") && is("predict")) {
        udp = "G";
      }
      return udp + (is("tdirect") ? "d" : is("tpush") ? "r" : is("tpunch") ? "p" : "-");
    }

    @Override
    public String toString() {
      return results.entrySet().stream()
          .map(way -> "'" + way.getKey() + "': " + (way.getValue() ? 1 : 0))
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }
}

package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order that would lose something is found in what a process has done. */
class SystemCallsTest {

  private static final Path FOLDER = Path.of("/d");
  private static final Path PART = Path.of("/d/x.part");
  private static final Path NOTE = Path.of("/d/x.part.state");
  private static final List<String> GOOD =
      List.of(
          "12 pwrite64(7</d/x.part>, \"\"..., 16384, 0) = 16384",
          "13 pwrite64(7</d/x.part>, \"\"..., 16384, 16384 <unfinished ...>",
          "14 write(1</dev/null>, \"\"..., 5 <unfinished ...>",
          "13 <... pwrite64 resumed>)              = 16384",
          "13 fsync(7</d/x.part>)        = 0",
          "13 link(\"/d/x.part\", \"/d/x\") = 0",
          "13 fsync(8</d> <unfinished ...>",
          "13 <... fsync resumed>)             = 0",
          "13 unlink(\"/d/x.part\") = 0",
          "14 <... write resumed>)         = 5",
          "13 fsync(8</d>)                = 0",
          "13 unlink(\"/d/x.part.state\") = 0");

  private static void check(List<String> lines) {
    SystemCalls calls = new SystemCalls(lines);
    calls.removedAfter(calls.published(PART, Path.of("/d/x")), NOTE);
  }

  private static List<String> swapped(int one, int other) {
    List<String> lines = new ArrayList<>(GOOD);
    Collections.swap(lines, one, other);
    return lines;
  }

  @Test
  void theRightOrderPasses() {
    check(GOOD);
    assertEquals(PART, new SystemCalls(GOOD).written(".part"));
  }

  @Test
  void everyStepIsNeededAndInItsPlace() {
    int[] steps = {3, 4, 5, 7, 8, 10, 11};
    for (int i = 1; i < steps.length; i++) {
      List<String> lines = swapped(steps[i - 1], steps[i]);
      assertThrows(AssertionError.class, () -> check(lines), lines::toString);
    }
    for (int step : new int[] {4, 5, 7, 8, 10, 11}) {
      List<String> lines = new ArrayList<>(GOOD);
      lines.remove(step);
      assertThrows(AssertionError.class, () -> check(lines), lines::toString);
      lines.add(step, GOOD.get(step).replace("= 0", "= -1 EIO (Input/output error)"));
      assertThrows(AssertionError.class, () -> check(lines), lines::toString);
    }
  }

  @Test
  void aSealComesLast() {
    String write = "13 write(9</s/log.pieces>, \"\"..., 12) = 12";
    String force = "13 fsync(9</s/log.pieces>) = 0";
    Path log = Path.of("/s/log.pieces");
    new SystemCalls(List.of(GOOD.get(10), write, force)).sealedAfter(-1, FOLDER, log);
    for (List<String> wrong :
        List.of(
            List.of(write, GOOD.get(10), force),
            List.of(GOOD.get(10), force, write),
            List.of(write, force))) {
      assertThrows(AssertionError.class, () -> new SystemCalls(wrong).sealedAfter(-1, FOLDER, log));
    }
  }
}

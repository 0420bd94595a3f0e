package io.peerwright.overlay.hybrid.server;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;

/**
 * Where this server answers otherwise than the recorded one, on purpose, and what differs from run
 * to run. All else must be the same, frame by frame.
 */
final class Differences {

  private static final String LOW_RAIN =
      "201 \"C:\\Music\\Birch\\Birch - Low Rain.mp3\" 00000000000000000000000000000000 900000 64"
          + " 22050 112 sharer3 16797194 7";
  private static final String SILVER = "\"C:\\Music\\Alder Fox\\Alder Fox - Silver Rain.mp3\"";

  private Differences() {}

  /** What the recorded frames should be here. */
  static List<String> expected(String capture, String connection, List<String> recorded) {
    List<String> frames = new ArrayList<>(recorded);
    // Sample rates are kept as they were told, not rounded up to a table.
    frames.replaceAll(frame -> frame.replace(" 64 24000 112", " 64 22050 112"));
    switch (capture + " " + connection) {
      case "03-search asker" ->
          // ... so that FREQ "AT BEST" "22050" finds what has 22,050 Hz.
          insert(frames, indexOfEnd(frames, 19), LOW_RAIN);
      case "04-download loader" ->
          // The downloader is told that the uploader refuses; there it waits for ever.
          insert(frames, frames.indexOf("206 nobody4 " + COPPER), "206 sharer4 " + SILVER);
      case "08-whois-hotlist-ignore watcher" ->
          // The figures that the recorded server sends to all now and then.
          frames.remove(frames.size() - 1);
      case "11-resume loader" -> {
        // Hashes are kept, as in the build of capture 11b, which also tells of missing fields.
        int first = frames.indexOf("217 ");
        insert(frames, first, RESUME_HITS);
        int bad = lastIndexOf(frames, "217 ", 2);
        frames.set(bad, "404 parameters are unparsable");
        frames.set(bad + 1, "404 parameters are unparsable");
      }
      case "12-errors ok" -> {
        // There are no operators, so there is no command to disconnect somebody.
        int kill = frames.indexOf("404 kill failed: no such user");
        frames.set(kill, "404 Unknown command code 610");
      }
      default -> {
        // Nothing differs.
      }
    }
    return normal(capture, frames);
  }

  private static final String COPPER = "\"C:\\Music\\Alder Fox\\Alder Fox - Copper Rain.mp3\"";
  private static final String[] RESUME_HITS = {
    "216 sharer11b 16797194 0 \"D:\\other name.mp3\" 11112222333344445555666677770001 4567890 4",
    "216 sharer11 16797194 6699 " + COPPER + " 11112222333344445555666677770001 4567890 4"
  };

  /** Frames without what differs from run to run. */
  static List<String> normal(String capture, List<String> frames) {
    List<String> normal = new ArrayList<>(frames.size());
    for (String frame : frames) {
      normal.add(normal(capture, frame));
    }
    sortBrowse(normal);
    return normal;
  }

  private static String normal(String capture, String frame) {
    if (frame.startsWith("621 VERSION ")) {
      return "621 VERSION *";
    }
    if (frame.startsWith("621 You are") || frame.startsWith("621 Th")) {
      return frame.replaceAll(" [0-9]+", " *");
    }
    if (frame.startsWith("604 ")) {
      return frame.replaceFirst("\"User\" [0-9]+", "\"User\" *");
    }
    // The default build of the recorded server throws hashes away; that of 11b does not.
    return capture.startsWith("11")
        ? frame.replaceAll("^(201 .*) [0-9a-f]{32} ", "$1 * ")
        : frame.replaceAll(" [0-9a-f]{32} ", " * ");
  }

  /** The recorded server lists files in the order of its hash table, this one newest first. */
  private static void sortBrowse(List<String> frames) {
    int from = 0;
    while (from < frames.size()) {
      int to = from;
      while (to < frames.size() && frames.get(to).startsWith("212 ")) {
        to++;
      }
      frames.subList(from, to).sort(null);
      from = to + 1;
    }
  }

  private static void insert(List<String> frames, int at, String... more) {
    frames.addAll(at, List.of(more));
  }

  /** Where the n-th search ends, counted from 1. */
  private static int indexOfEnd(List<String> frames, int n) {
    int left = n;
    for (ListIterator<String> all = frames.listIterator(); all.hasNext(); ) {
      if (all.next().equals("202 ") && --left == 0) {
        return all.previousIndex();
      }
    }
    throw new IllegalArgumentException("no search " + n);
  }

  private static int lastIndexOf(List<String> frames, String frame, int n) {
    int left = n;
    for (int i = frames.size() - 1; i >= 0; i--) {
      if (frames.get(i).equals(frame) && --left == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("no frame " + frame);
  }
}

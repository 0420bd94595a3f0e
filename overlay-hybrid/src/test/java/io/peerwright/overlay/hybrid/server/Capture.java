package io.peerwright.overlay.hybrid.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A recorded conversation with a server of another make; the format is told in its README. */
record Capture(String name, List<Step> steps) {

  /** What happened. */
  enum Kind {
    SENT,
    RECEIVED,
    CLIENT_CLOSED,
    SERVER_CLOSED
  }

  /** One step on one connection. */
  record Step(Kind kind, String connection, byte[] bytes) {}

  static Capture read(String name) {
    List<Step> steps = new ArrayList<>();
    String path = "/captures/opennap/" + name + ".txt";
    try (InputStream in = Capture.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no capture " + path);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      String connection = "only";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("@ ")) {
          connection = line.substring(2);
        } else {
          Step step = step(line, connection);
          if (step != null) {
            steps.add(step);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Capture(name, steps);
  }

  private static Step step(String line, String connection) {
    if (line.startsWith("> ") || line.startsWith("< ")) {
      Kind kind = line.charAt(0) == '>' ? Kind.SENT : Kind.RECEIVED;
      return new Step(kind, connection, HexFormat.of().parseHex(line.substring(2)));
    }
    if (line.equals("# server closed this connection")) {
      return new Step(Kind.SERVER_CLOSED, connection, new byte[0]);
    }
    if (line.startsWith("# client closes the connection")) {
      return new Step(Kind.CLIENT_CLOSED, connection, new byte[0]);
    }
    if (line.endsWith(" closes its connection")) {
      String who = line.substring(2, line.indexOf(' ', 2));
      return new Step(Kind.CLIENT_CLOSED, who, new byte[0]);
    }
    return null;
  }
}

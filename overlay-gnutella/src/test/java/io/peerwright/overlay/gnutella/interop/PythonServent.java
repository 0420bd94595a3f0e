package io.peerwright.overlay.gnutella.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The servent in Python, in a process of its own, and what it tells. */
final class PythonServent implements AutoCloseable {

  private static final String PYTHON = "/usr/bin/python3";
  private static final String END = "";

  private final Process process;
  private final Writer input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> told = new ArrayList<>();
  private final String port;

  /**
   * Starts it; it listens at a free port of 127.0.0.1.
   *
   * @param folder where its program is put
   */
  PythonServent(Path folder, String... options) throws IOException, InterruptedException {
    Path program = folder.resolve("gnutella_servent.py");
    try (var source = PythonServent.class.getResourceAsStream("/interop/gnutella_servent.py")) {
      Files.write(program, source.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of(PYTHON, program.toString()));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "what the Python servent tells");
    reader.setDaemon(true);
    reader.start();
    port = await("listening").get("port");
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.lines().forEach(lines::add);
    } catch (IOException closed) {
      // It has ended.
    }
    lines.add(END);
  }

  /** Where it listens. */
  String endpoint() {
    return "127.0.0.1:" + port;
  }

  /** Looks for files by words. */
  void search(String words) throws IOException {
    input.write(words + "\n");
    input.flush();
  }

  /** The fields of the next thing of a kind that it tells; what it tells before is passed over. */
  Map<String, String> await(String event) throws InterruptedException {
    while (true) {
      String line = lines.poll(30, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("no \"" + event + "\" after " + String.join("\n", told));
      }
      told.add(line);
      String[] parts = line.split("\t");
      if (parts[0].equals(event)) {
        Map<String, String> fields = new HashMap<>();
        for (String part : List.of(parts).subList(1, parts.length)) {
          String[] field = part.split("=", 2);
          fields.put(field[0], field[1]);
        }
        return fields;
      }
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
    process.destroy();
  }
}

package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live transport in a process of its own, such as one in another network namespace or with few
 * file descriptors. It reads a command a line and answers each with one line; {@code -} stands for
 * what is left out. It ends with its input.
 */
final class SocketShell {

  private final Live live = new Live();
  private final Map<String, DatagramRecorder> sockets = new HashMap<>();
  private final Map<String, Live.Recorder> links = new HashMap<>();
  private final Deque<FileInputStream> files = new ArrayDeque<>();

  public static void main(String[] arguments) throws IOException {
    SocketShell shell = new SocketShell();
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(shell.answer(line.split(" ")));
    }
    shell.live.close();
    System.exit(0);
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "bind" -> bind(words[1], words[2], endpoint(words[3]), words[4].equals("loop"));
        case "join" -> join(words[1], endpoint(words[2]), endpoint(words[3]), endpoint(words[4]));
        case "leave" -> leave(words[1], endpoint(words[2]), endpoint(words[3]), endpoint(words[4]));
        case "send" -> send(words[1], endpoint(words[2]), words[3], Integer.parseInt(words[4]));
        case "count" -> countUntil(words[1], words[2]);
        case "reset" -> closeAll();
        case "listen" -> listen(words[1], endpoint(words[2]));
        case "connect" -> connect(words[1], endpoint(words[2]), endpoint(words[3]));
        case "next" -> Live.next(links.get(words[1]).events);
        case "write" -> write(words[1], words[2]);
        case "abort" -> abort(words[1]);
        case "fill" -> openFiles();
        case "free" -> closeFiles();
        default -> "unknown command";
      };
    } catch (Throwable t) {
      return "failed: " + t;
    }
  }

  private static @Nullable Endpoint endpoint(String word) {
    return word.equals("-") ? null : Endpoint.parse(word);
  }

  // ---- datagrams

  private String bind(String name, String at, @Nullable Endpoint onInterface, boolean loopback) {
    SocketOptions options =
        SocketOptions.DEFAULT.withReuse().withMulticast(onInterface, 1, loopback);
    DatagramRecorder socket = DatagramRecorder.bind(live.a, at, options);
    sockets.put(name, socket);
    return Live.next(socket.events);
  }

  private String join(
      String name, Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    DatagramRecorder socket = sockets.get(name);
    Live.run(live.a, () -> socket.socket.join(group, onInterface, source));
    return Live.next(socket.events);
  }

  private String leave(
      String name, Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    Live.run(live.a, () -> sockets.get(name).socket.leave(group, onInterface, source));
    return "left";
  }

  private String send(String name, Endpoint to, String text, int count) {
    DatagramRecorder socket = sockets.get(name);
    Live.run(
        live.a,
        () -> {
          for (int i = 0; i < count; i++) {
            socket.socket.send(to, Live.bytes(text));
          }
        });
    return "sent";
  }

  /** How often each text was heard before {@code last}, in the order of the first times. */
  private String countUntil(String name, String last) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    String text = sockets.get(name).text();
    for (; !text.equals(last); text = sockets.get(name).text()) {
      counts.merge(text, 1, Integer::sum);
    }
    return counts.toString();
  }

  private String closeAll() {
    sockets.values().forEach(each -> Live.run(live.a, each.socket::close));
    sockets.clear();
    return "reset";
  }

  // ---- links

  /** Links that are accepted share one recorder. */
  private String listen(String name, Endpoint at) {
    Live.Recorder recorder = new Live.Recorder(Link.UNLIMITED);
    links.put(name, recorder);
    return Live.next(Live.listen(live.a, at, SocketOptions.DEFAULT, recorder).bound).toString();
  }

  private String connect(String name, @Nullable Endpoint local, Endpoint remote) {
    Live.Recorder recorder = new Live.Recorder(Link.UNLIMITED);
    links.put(name, recorder);
    SocketOptions options = SocketOptions.DEFAULT.withReuse();
    Live.connect(live.a, remote, local == null ? options : options.withLocal(local), recorder);
    return "connecting";
  }

  private String write(String name, String text) {
    Link link = links.get(name).link;
    return "took " + Live.on(live.a, () -> link.write(Live.bytes(text)));
  }

  private String abort(String name) {
    Link link = links.get(name).link;
    Live.run(live.a, () -> link.abort(Reason.CANCELLED));
    return "aborted";
  }

  // ---- file descriptors

  private String openFiles() {
    try {
      while (true) {
        files.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException noneLeft) {
      return "full";
    }
  }

  private String closeFiles() throws IOException {
    while (!files.isEmpty()) {
      files.pop().close();
    }
    return "free";
  }

  // ---- the other side of the pipe

  /** A shell that a test drives. */
  static final class Remote implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    /** Starts one, by way of {@code prefix}: a command that takes another one. */
    Remote(String... prefix) throws IOException {
      Deque<String> command = new ArrayDeque<>(Arrays.asList(prefix));
      command.add(System.getProperty("java.home") + "/bin/java");
      command.add("-XX:+UseSerialGC");
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add(SocketShell.class.getName());
      process =
          new ProcessBuilder(command.toArray(String[]::new))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = process.inputReader(StandardCharsets.UTF_8);
    }

    String ask(String command) {
      try {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null) {
          throw new AssertionError("the shell is gone after: " + command);
        }
        return answer;
      } catch (IOException e) {
        throw new AssertionError(command, e);
      }
    }

    /** The processor time that it has used. */
    Duration cpuTime() {
      return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}

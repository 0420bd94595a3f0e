package io.peerwright.multicast.real;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.multicast.auto.AutoConfig;
import io.peerwright.multicast.auto.AutoProvider;
import io.peerwright.multicast.flood.FloodPruneConfig;
import io.peerwright.multicast.ip.IpMulticastConfig;
import io.peerwright.multicast.ip.IpMulticastProvider;
import io.peerwright.transport.vertx.VertxProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Live peers of IP multicast in a process of its own, such as one in another network namespace. It
 * reads a command a line and answers each with one line; it ends with its input.
 */
final class MulticastShell {

  private static final int MESSAGE_BYTES = 1_024;

  private final Network network;
  private final Map<String, Member> members = new HashMap<>();

  private MulticastShell() {
    VertxProvider provider = new VertxProvider();
    network = provider.open(provider.defaults());
  }

  private static final class Member {
    final Host host;
    final Overlay overlay;
    final Multicast multicast;
    final AtomicInteger heard = new AtomicInteger();
    final List<String> found = Collections.synchronizedList(new ArrayList<>());

    Member(Host host, Overlay overlay) {
      this.host = host;
      this.overlay = overlay;
      multicast = overlay.as(Multicast.class).orElseThrow();
    }

    <T> T on(Callable<T> work) throws Exception {
      return MulticastShell.on(host, work);
    }

    <T> T end(Callable<CompletionStage<T>> work) throws Exception {
      return on(work).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static <T> T on(Host host, Callable<T> work) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              try {
                done.complete(work.call());
              } catch (Throwable t) {
                done.completeExceptionally(t);
              }
            });
    return done.get(10, TimeUnit.SECONDS);
  }

  public static void main(String[] arguments) throws IOException {
    MulticastShell shell = new MulticastShell();
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(shell.answer(line.split(" ")));
    }
    shell.network.close();
    System.exit(0);
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "open" -> open(words[1], Endpoint.parse(words[2]), Integer.parseInt(words[3]));
        case "auto" -> auto(words[1], Endpoint.parse(words[2]), words[3]);
        case "join" -> join(member(words[1]), words[2], words[3]);
        case "send" -> send(member(words[1]), words[2], Integer.parseInt(words[3]));
        case "count" -> count(member(words[1]), Integer.parseInt(words[2]));
        case "announce" -> announce(member(words[1]), words[2], words[3]);
        case "found" -> found(member(words[1]), Integer.parseInt(words[2]));
        case "close" -> close(words[1]);
        default -> "unknown command";
      };
    } catch (Throwable t) {
      return "failed: " + t;
    }
  }

  private Member member(String name) {
    return members.get(name);
  }

  private String open(String name, Endpoint listen, int ttl) throws Exception {
    IpMulticastConfig config = IpMulticastConfig.DEFAULT.withTtl(ttl);
    return start(name, listen, host -> new IpMulticastProvider().create(host, config));
  }

  /** A peer that links to a neighbour by flood and prune, or to none. */
  private String auto(String name, Endpoint listen, String neighbour) throws Exception {
    List<HostPort> neighbours =
        neighbour.equals("-") ? List.of() : List.of(HostPort.parse(neighbour));
    AutoConfig config =
        AutoConfig.DEFAULT.withFloodPrune(FloodPruneConfig.DEFAULT.withNeighbours(neighbours));
    return start(name, listen, host -> new AutoProvider().create(host, config));
  }

  private String start(String name, Endpoint listen, Function<Host, Overlay> maker)
      throws Exception {
    Host host = network.newHost(name, listen, null);
    Member member = on(host, () -> new Member(host, maker.apply(host)));
    members.put(name, member);
    member.end(member.overlay::join);
    return "open";
  }

  private static Group group(String address) {
    return new Group(Endpoint.parse(address), "");
  }

  private static String join(Member member, String group, String source) throws Exception {
    Endpoint only = source.equals("-") ? null : Endpoint.parse(source);
    member.end(
        () ->
            member.multicast.join(
                group(group), only, (from, message) -> member.heard.incrementAndGet()));
    return "joined";
  }

  private static String send(Member member, String group, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      member.on(() -> member.multicast.send(group(group), ByteBuffer.allocate(MESSAGE_BYTES)));
    }
    return "sent";
  }

  /** Waits until as many were heard, or for three seconds. */
  private static String count(Member member, int awaited) throws InterruptedException {
    for (int i = 0; i < 150 && member.heard.get() < awaited; i++) {
      Thread.sleep(20);
    }
    return Integer.toString(member.heard.getAndSet(0));
  }

  private static String announce(Member member, String group, String title) throws Exception {
    member.on(() -> member.multicast.announce(new Group(Endpoint.parse(group), title)));
    return "announced";
  }

  /** Waits until as many were found, or for three seconds. */
  private static String found(Member member, int awaited) throws Exception {
    member.on(
        () ->
            member.multicast.discover(
                group -> member.found.add(group.address() + "=" + group.title())));
    for (int i = 0; i < 150 && member.found.size() < awaited; i++) {
      Thread.sleep(20);
    }
    return String.valueOf(member.found.stream().sorted().toList());
  }

  private String close(String name) throws Exception {
    Member member = members.remove(name);
    member.end(member.overlay::leave);
    member.host.close();
    return "closed";
  }

  /** A shell that a test drives. */
  static final class Remote implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    /** Starts one, by way of {@code prefix}: a command that takes another one. */
    Remote(List<String> prefix) throws IOException {
      Deque<String> command = new ArrayDeque<>(prefix);
      command.addAll(
          Arrays.asList(
              System.getProperty("java.home") + "/bin/java",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              MulticastShell.class.getName()));
      process =
          new ProcessBuilder(command.toArray(String[]::new))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = process.inputReader(StandardCharsets.UTF_8);
    }

    String ask(String format, Object... arguments) {
      String command = String.format(format, arguments);
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

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}

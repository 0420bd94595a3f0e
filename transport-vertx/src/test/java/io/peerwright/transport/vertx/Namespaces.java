package io.peerwright.transport.vertx;

import io.peerwright.tck.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces, {@code near} and {@code far}, with cables between them: cable {@code n}
 * is the interface {@code en} at both ends, with the addresses {@code 10.83.n.1} and {@code
 * fd83:n::1} near, {@code .2} and {@code ::2} far.
 *
 * <p>They reach nothing else. Their names are those of this process, and they are deleted even if
 * the tests are broken off.
 */
final class Namespaces implements AutoCloseable {

  private final String prefix = "peerwright-" + ProcessHandle.current().pid() + "-";
  private final Thread atExit = new Thread(this::delete);
  private final List<String> made = new ArrayList<>();

  /** Skips the test where there can be no namespaces. */
  Namespaces(int cables) {
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      Needs.program("ip");
      Needs.that(add("near") && add("far"), "network namespaces need root");
      for (int cable = 0; cable < cables; cable++) {
        lay(cable);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean add(String end) {
    if (!tryTo("ip", "netns", "add", prefix + end)) {
      return false;
    }
    made.add(prefix + end);
    // Addresses are used at once, not after a second in which nobody objects to them.
    return tryTo(
        in(
            end,
            "sh",
            "-c",
            "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; ip link set lo up"));
  }

  private void lay(int cable) {
    String name = "e" + cable;
    must(
        "ip",
        "link",
        "add",
        name,
        "netns",
        prefix + "near",
        "type",
        "veth",
        "peer",
        "name",
        name,
        "netns",
        prefix + "far");
    for (String end : List.of("near", "far")) {
      int number = end.equals("near") ? 1 : 2;
      ip(end, "addr add 10.83." + cable + "." + number + "/24 dev " + name);
      ip(end, "addr add fd83:" + cable + "::" + number + "/64 dev " + name + " nodad");
      ip(end, "link set " + name + " up");
    }
    awaitCable("near", name);
    awaitCable("far", name);
  }

  /**
   * Waits until the kernel has noticed that a cable is plugged in at both ends, up to a second
   * later: before, what is sent is dropped without a word.
   */
  private void awaitCable(String end, String name) {
    String isReady =
        "grep -q up /sys/class/net/%1$s/operstate && ip -6 addr show dev %1$s scope link | grep -q"
            + " fe80";
    String wait = "until " + String.format(isReady, name) + "; do sleep 0.02; done";
    must(in(end, "sh", "-c", wait));
  }

  /** The command that runs {@code command} at one end. */
  String[] in(String end, String... command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", prefix + end));
    whole.addAll(List.of(command));
    return whole.toArray(String[]::new);
  }

  /** Runs {@code ip} for one end. */
  void ip(String end, String arguments) {
    must(("ip -n " + prefix + end + " " + arguments).split(" "));
  }

  private static void must(String... command) {
    if (!tryTo(command)) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }

  private static boolean tryTo(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
      if (!done) {
        System.err.println(String.join(" ", command) + ": " + said.strip());
      }
      return done;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void delete() {
    made.forEach(name -> tryTo("ip", "netns", "del", name));
    made.clear();
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      Thread.yield();
    }
  }
}

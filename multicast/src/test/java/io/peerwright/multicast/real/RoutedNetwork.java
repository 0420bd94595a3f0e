package io.peerwright.multicast.real;

import io.peerwright.tck.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Seven machines in network namespaces: S and D1 at the router R1, D2, D3 and D4 at R2, and a line
 * between the routers, which forward multicast by static routes of smcroute. Machine {@code k}
 * behind a router has the address 10.71.k.2 and fd71:k::2 on its {@code eth0}.
 *
 * <p>They reach nothing else. Their names are those of this process, and they are deleted even if
 * the tests are broken off.
 */
final class RoutedNetwork implements AutoCloseable {

  private final long pid = ProcessHandle.current().pid();
  private final String prefix = "mc" + pid + "-";
  private final Path folder;
  private final Thread atExit = new Thread(this::delete);
  private final List<String> made = new ArrayList<>();
  private final Deque<Process> started = new ArrayDeque<>();

  /** Fails or skips the test where something is missing: see {@link Needs}. */
  RoutedNetwork(Path folder) throws IOException {
    this.folder = folder;
    Needs.program("ip", "smcrouted", "tcpdump", "tshark");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      for (String each : List.of("s", "r1", "r2", "d1", "d2", "d3", "d4")) {
        Needs.that(add(each), "network namespaces need root");
      }
      line("s", "eth0", "r1", "rs", 1);
      line("d1", "eth0", "r1", "rd1", 3);
      line("d2", "eth0", "r2", "rd2", 4);
      line("d3", "eth0", "r2", "rd3", 5);
      line("d4", "eth0", "r2", "rd4", 6);
      line("r2", "r21", "r1", "r12", 12);
      for (String end : List.of("s:1", "d1:3", "d2:4", "d3:5", "d4:6")) {
        String[] parts = end.split(":");
        ip(parts[0], "route add default via 10.71." + parts[1] + ".1");
        ip(parts[0], "-6 route add default via fd71:" + parts[1] + "::1");
      }
      for (int subnet : new int[] {4, 5, 6}) {
        ip("r1", "route add 10.71." + subnet + ".0/24 via 10.71.12.2");
        ip("r1", "-6 route add fd71:" + subnet + "::/64 via fd71:12::2");
      }
      for (int subnet : new int[] {1, 3}) {
        ip("r2", "route add 10.71." + subnet + ".0/24 via 10.71.12.1");
        ip("r2", "-6 route add fd71:" + subnet + "::/64 via fd71:12::1");
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean add(String name) {
    if (!tryTo("ip", "netns", "add", prefix + name)) {
      return false;
    }
    made.add(prefix + name);
    // Addresses are used at once; routers forward, also what came by another way than they send.
    return tryTo(
        in(
            name,
            "sh",
            "-c",
            "cd /proc/sys/net; echo 0 > ipv6/conf/default/accept_dad; echo 1 > ipv4/ip_forward;"
                + " echo 1 > ipv6/conf/all/forwarding; echo 0 > ipv4/conf/all/rp_filter;"
                + " echo 0 > ipv4/conf/default/rp_filter; ip link set lo up"));
  }

  private void line(String host, String device, String router, String other, int subnet) {
    must(
        ("ip link add "
                + device
                + " netns "
                + prefix
                + host
                + " type veth peer name "
                + other
                + " netns "
                + prefix
                + router)
            .split(" "));
    address(host, device, subnet, 2);
    address(router, other, subnet, 1);
  }

  private void address(String name, String device, int subnet, int number) {
    ip(name, "addr add 10.71." + subnet + "." + number + "/24 dev " + device);
    ip(name, "addr add fd71:" + subnet + "::" + number + "/64 dev " + device + " nodad");
    ip(name, "link set " + device + " up");
  }

  /** Waits until the kernel has noticed that all cables are plugged in at both ends. */
  void awaitLines() {
    for (String each : made) {
      String wait =
          "for d in $(ls /sys/class/net | grep -v lo); do until grep -q up"
              + " /sys/class/net/$d/operstate && ip -6 addr show dev $d scope link | grep -q fe80;"
              + " do sleep 0.02; done; done";
      must(in(each.substring(prefix.length()), "sh", "-c", wait));
    }
  }

  /** Starts a router with lines of smcroute's configuration, parted by bars. */
  void route(String router, String configuration) throws IOException, InterruptedException {
    Path file = folder.resolve(router + ".conf");
    Files.writeString(file, configuration.replace(" | ", "\n") + "\n");
    String name = prefix + router;
    Path socket = Path.of("/run", name + ".sock");
    start(in(router, "smcrouted", "-N", "-n", "-I", name, "-f", file.toString(), "-l", "none"));
    for (int i = 0; i < 200 && !Files.exists(socket); i++) {
      Thread.sleep(20);
    }
  }

  /**
   * Records what an interface of a machine sees, until {@link #stopRecording}. Reports of MLD have
   * options before them, so that a filter for ICMPv6 does not see them.
   */
  Path record(String name, String device) throws IOException {
    Path file = folder.resolve(name + "-" + device + ".pcap");
    Process tcpdump =
        start(
            in(
                name,
                "tcpdump",
                "--immediate-mode",
                "-Z",
                "root",
                "-U",
                "-n",
                "-i",
                device,
                "-w",
                file.toString(),
                "udp or igmp or ip6"));
    // It says on its standard error that it listens now.
    tcpdump.inputReader(StandardCharsets.UTF_8).readLine();
    return file;
  }

  /** What tshark says of the packets of a recording that pass a filter. */
  static List<String> dissect(Path recording, String filter, String... options) {
    List<String> command =
        new ArrayList<>(List.of("tshark", "-n", "-r", recording.toString(), "-Y", filter));
    command.addAll(List.of(options));
    return run(command).lines().filter(line -> !line.startsWith("Running as")).toList();
  }

  private Process start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.push(process);
    return process;
  }

  /** Ends all recordings and routers, and waits until what they know is written. */
  void stopRecording() throws InterruptedException {
    while (!started.isEmpty()) {
      Process process = started.pop();
      process.destroy();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }

  /** The command that runs {@code command} on a machine. */
  List<String> in(String name, String... command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
    whole.addAll(List.of(command));
    return whole;
  }

  private void ip(String name, String arguments) {
    must(("ip -n " + prefix + name + " " + arguments).split(" "));
  }

  private static void must(String... command) {
    must(List.of(command));
  }

  private static void must(List<String> command) {
    run(command);
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean tryTo(String... command) {
    return tryTo(List.of(command));
  }

  private static boolean tryTo(List<String> command) {
    try {
      run(command);
      return true;
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return false;
    }
  }

  private synchronized void delete() {
    started.forEach(Process::destroyForcibly);
    started.clear();
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

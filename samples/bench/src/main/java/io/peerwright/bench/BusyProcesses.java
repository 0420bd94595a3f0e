package io.peerwright.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Processes that compute for nothing. Their processor time is not ours, so that what is measured
 * per CPU-second is what a loaded machine costs us, not what the load costs.
 */
final class BusyProcesses implements AutoCloseable {

  /** They end by themselves if nobody ends them. */
  private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(3);

  private final List<Process> processes = new ArrayList<>();

  BusyProcesses(int count) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        processes.add(Jvm.of(List.of("-XX:+UseSerialGC"), BusyProcesses.class).start());
      }
      for (Process process : processes) {
        if (process.getInputStream().read() != '!') {
          throw new IOException("a busy process did not start");
        }
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  int count() {
    return processes.size();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }

  /** One of them; ends with the process that has started it, too. */
  public static void main(String[] arguments) throws IOException {
    Thread watch = new Thread(BusyProcesses::endWithParent);
    watch.setDaemon(true);
    watch.start();
    System.out.print('!');
    System.out.flush();
    long end = System.nanoTime() + LIFE_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Nothing is ever written to it, so its standard input ends when the parent does. */
  private static void endWithParent() {
    try {
      if (System.in.read() < 0) {
        Runtime.getRuntime().halt(0);
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}

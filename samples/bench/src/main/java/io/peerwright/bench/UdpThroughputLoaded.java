package io.peerwright.bench;

/** The same as {@link UdpThroughput} while other processes want every processor. */
final class UdpThroughputLoaded implements Benchmark {

  @Override
  public String name() {
    return "udp-throughput-loaded";
  }

  @Override
  public String description() {
    return "udp-throughput while another busy process wants each processor";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    try (BusyProcesses busy = new BusyProcesses(processors)) {
      progress.say("  " + busy.count() + " busy processes");
      return UdpThroughput.compare(name(), progress);
    }
  }
}

package io.peerwright.samples.simulate;

import io.peerwright.transport.inmemory.faults.Fault;
import io.peerwright.transport.inmemory.faults.FaultMix;
import io.peerwright.transport.inmemory.faults.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Trial} is to do. Everything follows from these: equal settings give equal runs.
 *
 * @param size the overlay, how many peers, how many files they share, and the seed of all chance
 * @param mix how much goes wrong, if the plan does not say
 * @param given what goes wrong; null for a plan that is drawn from the seed
 */
public record TrialSettings(Settings size, FaultMix mix, @Nullable FaultPlan given) {

  /** The first host of the infrastructure, where there is one. */
  static final String INDEX = "index";

  /** The overlay whose peers are one swarm, in a trial of its own. */
  static final String SWARM = "bittorrent";

  private static final Duration FAULTS_FROM = Duration.ofSeconds(30);
  private static final Duration FAULTS_UNTIL = Duration.ofMinutes(6);
  private static final String PEER = "peer";

  /** How much more often a fault befalls what all depend on than a single peer, per peer. */
  private static final double INFRASTRUCTURE_WEIGHT = 0.05;

  /** Checks the ranges. */
  public TrialSettings {
    if (size.peers() > 10_000 || size.fileBytes() > 1 << 16) {
      throw new IllegalArgumentException(
          "a trial takes up to 10000 peers and files of up to 65536 bytes, not "
              + size.peers()
              + " and "
              + size.fileBytes());
    }
    if (size.churn() != null) {
      throw new IllegalArgumentException(
          "a trial takes no churn; how much peers crash is part of its faults");
    }
    if (size.servers() > 1 && size.overlay().equals(SWARM)) {
      throw new IllegalArgumentException("a swarm has 1 server, its tracker");
    }
    if (size.peers() < 2 * size.servers()) {
      throw new IllegalArgumentException(
          "a trial takes at least 2 peers for each of the "
              + size.servers()
              + " servers, not "
              + size.peers()
              + " in all");
    }
    if (given != null) {
      checkHosts(given, size);
    }
  }

  static String peerName(int index) {
    return PEER + index;
  }

  /** The number of a peer by its name; more than any has if it is not the name of one. */
  static int indexOf(String name) {
    return name.matches(PEER + "(0|[1-9][0-9]{0,5})")
        ? Integer.parseInt(name.substring(PEER.length()))
        : Integer.MAX_VALUE;
  }

  private static void checkHosts(FaultPlan plan, Settings size) {
    List<String> servers =
        IntStream.range(0, size.servers()).mapToObj(TrialSettings::indexName).toList();
    for (Fault fault : plan.faults()) {
      for (String host : fault.hosts()) {
        if (!servers.contains(host) && indexOf(host) >= size.peers()) {
          throw new IllegalArgumentException(
              "the fault "
                  + fault
                  + " names "
                  + host
                  + "; there are peer0 to peer"
                  + (size.peers() - 1)
                  + " and "
                  + String.join(", ", servers));
        }
      }
    }
  }

  /** What goes wrong. */
  public FaultPlan plan() {
    if (given != null) {
      return given;
    }
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < size.peers(); i++) {
      hosts.add(peerName(i));
    }
    for (int i = 0; i < 1 + size.peers() * INFRASTRUCTURE_WEIGHT; i++) {
      hosts.add(indexName(i % size.servers()));
    }
    return mix.draw(size.seed(), hosts, FAULTS_FROM, FAULTS_UNTIL);
  }

  /** The same trial with another seed. */
  public TrialSettings withSeed(long seed) {
    Settings other =
        new Settings(
            size.overlay(), size.peers(), size.files(), size.fileBytes(), seed, size.servers());
    return new TrialSettings(other, mix, given);
  }

  /** The same trial with this plan. */
  public TrialSettings withPlan(FaultPlan plan) {
    return new TrialSettings(size, mix, plan);
  }

  /** The one command that repeats it. */
  public String command() {
    if (given == null) {
      return size.command() + " --faults " + mix;
    }
    return size.command() + " --plan " + (given.faults().isEmpty() ? "none" : given);
  }

  /** The name of a host of the infrastructure: index, index1, index2 and so on. */
  static String indexName(int number) {
    return number == 0 ? INDEX : INDEX + number;
  }
}

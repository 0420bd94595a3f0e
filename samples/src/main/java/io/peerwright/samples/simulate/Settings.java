package io.peerwright.samples.simulate;

import io.peerwright.transport.inmemory.faults.Churn;
import org.jspecify.annotations.Nullable;

/**
 * What a scale run is to do. Everything follows from these: equal settings give equal runs.
 *
 * @param overlay the overlay under test
 * @param peers how many take part
 * @param files how many each of them shares
 * @param fileBytes size of each file
 * @param seed of all chance
 * @param servers that share the peers among them, in overlays that have servers
 * @param churn how peers come and go once all have come; null if they stay
 */
public record Settings(
    String overlay,
    int peers,
    int files,
    int fileBytes,
    long seed,
    int servers,
    @Nullable Churn churn) {

  /** With one server. */
  public Settings(String overlay, int peers, int files, int fileBytes, long seed) {
    this(overlay, peers, files, fileBytes, seed, 1);
  }

  /** Without churn. */
  public Settings(String overlay, int peers, int files, int fileBytes, long seed, int servers) {
    this(overlay, peers, files, fileBytes, seed, servers, null);
  }

  /** The same with peers that come and go. */
  public Settings withChurn(@Nullable Churn other) {
    return new Settings(overlay, peers, files, fileBytes, seed, servers, other);
  }

  /** Checks the ranges. */
  public Settings {
    if (peers < 2 || peers > 10_000_000) {
      throw new IllegalArgumentException("peers must be within 2..10000000, is " + peers);
    }
    if (files < 1 || files > 10_000) {
      throw new IllegalArgumentException("files must be within 1..10000, is " + files);
    }
    if (fileBytes < 1 || fileBytes > 1 << 30) {
      throw new IllegalArgumentException("fileBytes must be within 1..1073741824");
    }
    if (servers < 1 || servers > 10_000) {
      throw new IllegalArgumentException("servers must be within 1..10000, is " + servers);
    }
  }

  /** The one command that repeats the run. */
  public String command() {
    return "java -jar samples/target/peerwright.jar simulate --overlay "
        + overlay
        + " --peers "
        + peers
        + " --files "
        + files
        + " --file-bytes "
        + fileBytes
        + " --seed "
        + seed
        + (servers == 1 ? "" : " --servers " + servers)
        + (churn == null ? "" : " --churn " + churn);
  }
}

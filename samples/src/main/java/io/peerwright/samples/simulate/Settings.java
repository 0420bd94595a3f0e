package io.peerwright.samples.simulate;

/**
 * What a scale run is to do. Everything follows from these: equal settings give equal runs.
 *
 * @param overlay the overlay under test
 * @param peers how many take part
 * @param files how many each of them shares
 * @param fileBytes size of each file
 * @param seed of all chance
 */
public record Settings(String overlay, int peers, int files, int fileBytes, long seed) {

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
        + seed;
  }
}

package io.peerwright.kit.download;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be downloaded, and from whom.
 *
 * @param target the file to write; its folder is created
 * @param size of the content in bytes
 * @param check what it must be
 * @param sources who has it, best first
 * @param finder who finds more of them
 * @param rules how they are dealt with
 */
public record DownloadPlan(
    Path target,
    long size,
    ContentCheck check,
    List<ContentSource> sources,
    SourceFinder finder,
    DownloadRules rules) {

  /** Copies the list. */
  public DownloadPlan {
    sources = List.copyOf(sources);
  }
}

package io.peerwright.kit.download;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** When origin servers are asked, and for how much; see {@link DownloadRules.Subsidy}. */
final class SubsidyPlan {

  private static final double NANOS_PER_SECOND = 1e9;

  private final DownloadRules.Subsidy rules;
  private final List<SourceState> origins;
  private long budgetLeft;
  private long startNanos;
  private long startBytes;
  private boolean alone;

  SubsidyPlan(DownloadRules.Subsidy rules, List<ContentSource> origins) {
    this.rules = rules;
    this.origins = origins.stream().map(SourceState::new).toList();
    this.budgetLeft = rules.budgetBytes();
  }

  /** Time begins to count. */
  void start(long now, long bytesHere) {
    startNanos = now;
    startBytes = bytesHere;
  }

  /** True if an origin could be asked now or later. */
  boolean isOffered() {
    return budgetLeft > 0 && origins.stream().anyMatch(SourceState::isUsable);
  }

  /** True if there was an origin, and nothing but the budget keeps it from giving more. */
  boolean isSpent() {
    return budgetLeft <= 0 && origins.stream().anyMatch(SourceState::isUsable);
  }

  /** One that can be asked; null if there is none, or one is at work. */
  @Nullable SourceState next() {
    if (budgetLeft <= 0 || origins.stream().anyMatch(SourceState::isBusy)) {
      return null;
    }
    return origins.stream().filter(SourceState::isUsable).findFirst().orElse(null);
  }

  /** Whether no peer is left: what is missing has to come from origins then. */
  void alone(boolean yes) {
    alone = yes;
  }

  /** True if an origin is to be asked, as far as the budget goes. */
  boolean isBehind(long now, long bytesHere) {
    return alone || due(now, bytesHere) > 0;
  }

  /** How many bytes the download is behind time, as far as the budget goes. */
  long due(long now, long bytesHere) {
    double seconds = (now - startNanos - rules.graceNanos()) / NANOS_PER_SECOND;
    double behind = seconds * rules.bytesPerSecond() - (bytesHere - startBytes);
    return seconds <= 0 || behind <= 0 ? 0 : Math.min(budgetLeft, (long) Math.ceil(behind));
  }

  /** At most so many bytes a source is asked for now. */
  long most(SourceState source, long now, long bytesHere) {
    if (!isOrigin(source)) {
      return source.blockBytes();
    }
    long lacking = Math.max(SpanTable.LEAST_BYTES, due(now, bytesHere));
    long block = alone ? source.blockBytes() : Math.min(SourceState.MAX_BLOCK_BYTES, lacking);
    return Math.min(budgetLeft, block);
  }

  boolean isOrigin(SourceState source) {
    return origins.contains(source);
  }

  void spent(long bytes) {
    budgetLeft -= bytes;
  }
}

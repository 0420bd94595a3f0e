package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.kit.files.Ranges;

/** What each source of a download can be asked for, and whether that is of use. */
final class SourceOffers {

  private final Loop loop;
  private final SpanTable spans;
  private final SourceRounds rounds;
  private final SubsidyPlan subsidy;

  SourceOffers(Loop loop, SpanTable spans, SourceRounds rounds, SubsidyPlan subsidy) {
    this.loop = loop;
    this.spans = spans;
    this.rounds = rounds;
    this.subsidy = subsidy;
  }

  /** What one can be asked for now. Of one that has all that is first what nobody else has. */
  SpanOffer of(SourceState source) {
    long now = loop.nanoTime();
    Ranges has = source.parts(now);
    long most = subsidy.most(source, now, spans.bytesHere());
    return new SpanOffer(most, has, has == null ? rounds.parts() : null);
  }

  /** True if one would get something to do. */
  boolean isUseful(SourceState source) {
    return spans.hasWork(source.rate(), of(source));
  }

  /** True if one is to be asked while nobody is at work: what it has may be known to be nothing. */
  boolean isWorthAsking(SourceState source) {
    return source.parts(loop.nanoTime()) == null || isUseful(source);
  }
}

package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.kit.limit.PaceWatch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the sources of a download in rounds, so many at a time as the rules let, until all bytes are
 * here. A source that breaks off but was of use is asked again before the others. A round that
 * brought nothing ends with the question who else has the content, and the next one follows after a
 * pause that doubles. Where the {@link SourceFinder} allows it, more sources are looked for while
 * some are at work, and for a while when none is left. Origin servers are asked beside that, as the
 * {@link SubsidyPlan} has it.
 *
 * <p>Whom to ask next costs O(sources), of which there are a hundred at most; who is given which
 * bytes is the matter of {@link SpanTable}, which names the paper.
 */
final class SourceScheduler implements SourceTransfers.Owner, TimerTarget {

  private static final int NEXT = 2;
  private static final int SUBSIDY = 4;
  private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
  private static final BackOff PAUSES = BackOff.doubling(FIRST_PAUSE_NANOS, 6);

  private final Loop loop;
  private final SchedulerOwner owner;
  private final DownloadFile file;
  private final SpanTable spans;
  private final SourceRounds rounds;
  private final DownloadRules rules;
  private final SourceFinder finder;
  private final SourceSearch search;
  private final SubsidyPlan subsidy;
  private final SourceOffers offers;
  private final SourceTransfers active;
  private final SourceDisputes disputes = new SourceDisputes();
  private int emptyRounds;
  private boolean queuedInRound;
  private Reason lastReason = Reason.UNREACHABLE;
  private String lastWords = "no source";

  /** All bytes are to come from one source, for those of several were wrong. */
  private boolean alone;

  private long nextTimer;
  private long subsidyTimer;

  SourceScheduler(
      Loop loop, SchedulerOwner owner, DownloadFile file, SpanTable spans, DownloadPlan plan) {
    this.loop = loop;
    this.owner = owner;
    this.file = file;
    this.spans = spans;
    this.rules = plan.rules();
    this.finder = plan.finder();
    this.search = new SourceSearch(loop, finder, rules.answerNanos(), this::next);
    rounds =
        new SourceRounds(plan.sources().stream().filter(source -> !source.isReserve()).toList());
    subsidy =
        new SubsidyPlan(
            rules.subsidy(), plan.sources().stream().filter(ContentSource::isReserve).toList());
    PaceWatch.Pace least = new PaceWatch.Pace(rules.leastBytesPerSecond(), rules.stallNanos(), 0);
    offers = new SourceOffers(loop, spans, rounds, subsidy);
    active =
        new SourceTransfers(
            loop, this, file, spans, offers, least, () -> search.onSlowAlone(rounds));
  }

  SourceTransfers transfers() {
    return active;
  }

  /** Begins, also anew after a pause of the user. */
  void restart() {
    rounds.rewind();
    emptyRounds = 0;
    search.rewind();
    search.rewindRepeats();
    subsidy.alone(false);
    arm(0);
    if (subsidy.isOffered()) {
      subsidy.start(loop.nanoTime(), spans.bytesHere());
      watchSubsidy();
    }
  }

  private int parallel() {
    int most = file.isVerifiable() ? rules.parallel() : rules.unverified();
    return alone ? 1 : most;
  }

  private int peersBusy() {
    return active.count(source -> !subsidy.isOrigin(source));
  }

  /** Asks as many as can be of use. */
  void next() {
    rounds.wake(loop.nanoTime());
    while (owner.isActive() && !search.isAwaited() && peersBusy() < parallel()) {
      active.measure();
      if (!active.isEmpty() && !rounds.isIdleUseful(offers::isUseful)) {
        // Somebody at work may become slow.
        search.repeat(rounds);
        arm(FIRST_PAUSE_NANOS);
        return;
      }
      var source = rounds.next(active.isEmpty() ? offers::isWorthAsking : offers::isUseful);
      if (source == null) {
        endRound();
        return;
      }
      ask(source);
    }
  }

  private void endRound() {
    if (search.isDue() && !(queuedInRound && rounds.hasUsable())) {
      search();
    } else if (rounds.hasUsable()) {
      rounds.rewind();
      long pause = PAUSES.pause(++emptyRounds);
      arm(queuedInRound ? rules.queueRetryNanos() : pause);
      queuedInRound = false;
      search.rewind();
    } else if (peersBusy() > 0) {
      // Whoever is at work now is asked again when it is ready.
      arm(PAUSES.mostNanos());
    } else if (subsidy.isOffered()) {
      subsidy.alone(true);
      askOrigin();
      if (search.mayRepeat()) {
        arm(FIRST_PAUSE_NANOS);
      }
    } else if ((file.isVerifiable() || !alone && disputes.isOpen()) && rounds.canStartAnew()) {
      // Nobody is left who agrees with what is kept, so that may be what is wrong.
      alone = true;
      startAnew();
    } else if (search.mayRepeat()) {
      active.onStep(Download.State.CONNECTING, lastWords + "; others are looked for now and then");
      arm(search.untilRepeat());
    } else if (subsidy.isSpent()) {
      owner.fail(Reason.LIMIT, "origin servers have sent as much as they may; " + lastWords);
    } else {
      owner.fail(lastReason, lastWords);
    }
  }

  private void ask(SourceState source) {
    subsidy.alone(false);
    if (alone && file.isVerifiable() && spans.bytesHere() > 0 && !owner.isAllFrom(source)) {
      source.busy(true);
      owner.forget(
          0,
          file.size(),
          () -> {
            source.busy(false);
            ask(source);
          });
    } else {
      active.open(source);
    }
  }

  /** A source that has us in its queue is not given up for others. */
  private void search() {
    if (search.isReady()) {
      active.onStep(Download.State.CONNECTING, finder.asking());
      search.start(rounds);
    } else {
      active.onStep(Download.State.CONNECTING, finder.waiting());
      arm(FIRST_PAUSE_NANOS);
    }
  }

  // Origin servers.

  private void watchSubsidy() {
    loop.cancel(subsidyTimer);
    subsidyTimer = loop.schedule(FIRST_PAUSE_NANOS, this, SUBSIDY, 0);
  }

  private void askOrigin() {
    boolean isBehind = subsidy.isBehind(loop.nanoTime(), spans.bytesHere());
    boolean isAlone = file.isVerifiable() || active.isEmpty();
    SourceState origin = subsidy.next();
    if (owner.isActive() && isBehind && isAlone && origin != null && offers.isUseful(origin)) {
      active.open(origin);
    }
  }

  // Wrong content.

  private void corrupt(String words, Set<SourceState> from) {
    lastReason = Reason.CORRUPT;
    lastWords = words;
    from.forEach(each -> owner.onDropped(each, words));
  }

  /**
   * The content is wrong.
   *
   * @param culprit who gave all of it; null if it was several
   * @param suspects who gave some of it: asked last from now on
   * @return false if nobody is left to start anew with
   */
  boolean blame(@Nullable SourceState culprit, Set<SourceState> suspects, String words) {
    alone |= culprit == null;
    rounds.blame(culprit, suspects);
    corrupt(words, suspects);
    return rounds.canStartAnew();
  }

  /** A piece is wrong: who gave all of it is asked no more, nor who is suspected often. */
  void blameForPiece(@Nullable SourceState culprit, Set<SourceState> suspects, String words) {
    suspects.forEach(each -> each.suspected(each == culprit));
    corrupt(words, suspects);
    active.stopUnusable(new SourceEnd(SourceEnd.Kind.GONE, Reason.CORRUPT, words));
    if (subsidy.isOffered()) {
      watchSubsidy();
    }
    next();
  }

  SourceRounds rounds() {
    return rounds;
  }

  /** Gives up what is kept and asks for all of it. */
  void startAnew() {
    rounds.startAnew();
    stop(() -> owner.forget(0, file.size(), this::restart));
  }

  @Override
  public void onOtherBytes(SourceTransfer transfer) {
    SourceState source = transfer.state();
    boolean isMixed = file.isVerifiable() || rules.unverified() > 1 && !alone;
    SourceState giver = isMixed ? owner.giver(transfer.compared(), source) : null;
    if (giver != null) {
      boolean isOutvoted = disputes.isOutvoted(source, giver);
      if (isOutvoted || owner.bytesOf(giver) < owner.bytesOf(source)) {
        overrule(transfer, giver, isOutvoted && !file.isVerifiable());
        return;
      }
    }
    if (isMixed && !owner.isAllFrom(source)) {
      source.disagrees();
    } else {
      source.giveUp();
    }
    leave(
        transfer,
        source.name()
            + " sends other bytes than those kept of this file; to start anew with it, delete "
            + file.target()
            + ".part");
  }

  /** Whoever two others contradict is wrong; who has given less than one other may be. */
  private void overrule(SourceTransfer transfer, SourceState giver, boolean isProven) {
    if (isProven) {
      disputes.settle(giver);
    } else {
      giver.disagrees();
    }
    String words = giver.name() + " has sent other bytes than " + transfer.state().name();
    owner.onDropped(giver, words);
    SourceEnd end = new SourceEnd(SourceEnd.Kind.BROKEN, Reason.CORRUPT, words);
    Runnable next = () -> onFree(transfer.state(), end);
    active.stop(transfer, () -> active.stopOf(giver, () -> owner.forgetAllOf(giver, next)));
  }

  /** What it has sent is given up, and others are asked. */
  @Override
  public void onTooMuch(SourceTransfer from) {
    SourceState source = from.state();
    source.giveUp();
    leave(from, source.name() + " sends more than the " + file.size() + " bytes that it announced");
  }

  private void leave(SourceTransfer transfer, String words) {
    corrupt(words, Set.of(transfer.state()));
    SourceEnd end = new SourceEnd(SourceEnd.Kind.BROKEN, Reason.CORRUPT, words);
    SourceState source = transfer.state();
    Span span = transfer.span();
    active.stop(
        transfer,
        () -> {
          if (span == null || span.position == span.from) {
            onFree(source, end);
          } else {
            owner.forget(span.from, span.position, () -> onFree(source, end));
          }
        });
  }

  @Override
  public void onState(Download.State state, String words) {
    owner.become(state, words);
  }

  @Override
  public void onStored(SourceState source, long from, long to) {
    if (subsidy.isOrigin(source)) {
      subsidy.spent(to - from);
    }
    owner.onStored(source, from, to);
  }

  @Override
  public boolean hasOthers(SourceState source) {
    return rounds.hasOthers(source);
  }

  @Override
  public void onSourceEnd(SourceTransfer transfer, SourceEnd end) {
    SourceState source = transfer.state();
    SourceEnd.Kind kind = end.kind();
    if (kind != SourceEnd.Kind.QUEUED && kind != SourceEnd.Kind.NOT_READY) {
      lastReason = end.reason();
      lastWords = end.words();
    }
    if (kind == SourceEnd.Kind.BROKEN && transfer.hasProgress()) {
      emptyRounds = 0;
      search.rewindRepeats();
    }
    queuedInRound |= kind == SourceEnd.Kind.QUEUED;
    source.waitFor(end.retryNanos(), loop.nanoTime());
    if (source.ended(kind, transfer.hasProgress(), transfer.span()) && !subsidy.isOrigin(source)) {
      rounds.again(source);
    }
    owner.onDropped(source, end.words());
  }

  @Override
  public void onFree(SourceState source, @Nullable SourceEnd end) {
    source.partsTold(end == null, loop.nanoTime());
    if (!owner.isActive()) {
      return;
    }
    if (spans.bytesHere() == file.size()) {
      stop(owner::onAllHere);
    } else if (end == null) {
      source.succeeded();
      if (subsidy.isOrigin(source)) {
        askOrigin();
      } else {
        rounds.again(source);
      }
      next();
    } else if (end.kind().isPaused()) {
      active.onStep(Download.State.CONNECTING, end.words());
      arm(FIRST_PAUSE_NANOS);
    } else {
      if (end.kind() == SourceEnd.Kind.QUEUED) {
        active.onStep(Download.State.QUEUED, end.words());
      }
      next();
    }
  }

  @Override
  public void onDiskFailed(Throwable cause, Runnable next) {
    owner.onDiskFailed(cause, next);
  }

  /** Forgets all sources under way; {@code next} is run when what came is on the disk. */
  void stop(Runnable next) {
    loop.cancel(nextTimer);
    loop.cancel(subsidyTimer);
    search.stop();
    active.stopAll(next);
  }

  /** Somebody waits for a position; -1 if nobody does. */
  void want(long position) {
    spans.want(position);
    active.makeWay();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == SUBSIDY) {
      askOrigin();
      watchSubsidy();
    } else {
      next();
    }
  }

  private void arm(long nanos) {
    loop.cancel(nextTimer);
    nextTimer = loop.schedule(Math.min(nanos, rounds.untilWake(loop.nanoTime())), this, NEXT, 0);
  }
}

package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.limit.PaceWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sources of one download that are at work, and what each of them is busy with. */
final class Lanes implements LaneOwner {

  /** What the lanes need of who opens them. */
  interface Owner {

    void onState(Download.State state, String words);

    /** Some bytes of a source are on the disk. */
    void onStored(Standing source, long from, long to);

    boolean hasOthers(Standing source);

    /** A source ended what it was asked for. */
    void onSourceEnd(Lane lane, SourceEnd end);

    /** What came of a source is on the disk; the end is null if it did what it was asked for. */
    void onFree(Standing source, @Nullable SourceEnd end);

    void onTooMuch(Lane lane);

    void onOtherBytes(Lane lane);

    /** See {@link LaneOwner#onDiskFailed}. */
    void onDiskFailed(Throwable cause, Runnable next);
  }

  private final Loop loop;
  private final Owner owner;
  private final DownloadFile file;
  private final SpanTable spans;
  private final SourceOffers offers;
  private final PaceWatch.Pace least;
  private final Runnable slowAlone;
  private final List<Lane> open = new ArrayList<>();

  /**
   * None at work yet.
   *
   * @param slowAlone runs when the only source has been too slow for a while
   */
  Lanes(
      Loop loop,
      Owner owner,
      DownloadFile file,
      SpanTable spans,
      SourceOffers offers,
      PaceWatch.Pace least,
      Runnable slowAlone) {
    this.loop = loop;
    this.owner = owner;
    this.file = file;
    this.spans = spans;
    this.offers = offers;
    this.least = least;
    this.slowAlone = slowAlone;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  int count(Predicate<Standing> which) {
    return (int) open.stream().filter(lane -> which.test(lane.standing())).count();
  }

  List<Lane> flowing() {
    return open.stream().filter(Lane::isFlowing).toList();
  }

  /** Lets the table know how fast each is at this moment. */
  void measure() {
    open.forEach(Lane::measure);
  }

  void open(Standing source) {
    Lane lane = new Lane(this, loop, file, source, least);
    source.busy(true);
    open.add(lane);
    spans.expect(open.size());
    lane.open();
  }

  /** Ends the lane of a source; {@code next} is run when what came is on the disk. */
  void stop(Lane lane, Runnable next) {
    lane.stop(
        () -> {
          remove(lane);
          next.run();
        });
  }

  /** Ends that of a source if it is at work; {@code next} is run when what came is on the disk. */
  void stopOf(Standing source, Runnable next) {
    for (Lane lane : open) {
      if (lane.standing() == source) {
        stop(lane, next);
        return;
      }
    }
    next.run();
  }

  /** Ends all; {@code next} is run when what came is on the disk. */
  void stopAll(Runnable next) {
    List<Lane> stopping = List.copyOf(open);
    if (stopping.isEmpty()) {
      next.run();
      return;
    }
    int[] left = {stopping.size()};
    for (Lane lane : stopping) {
      stop(
          lane,
          () -> {
            if (--left[0] == 0) {
              next.run();
            }
          });
    }
  }

  /** Ends those whose source is not to be asked any more. */
  void stopUnusable(SourceEnd end) {
    for (Lane lane : List.copyOf(open)) {
      if (!lane.standing().isUsable()) {
        lane.stop(() -> onFree(lane, end));
      }
    }
  }

  private void remove(Lane lane) {
    if (open.remove(lane)) {
      lane.standing().busy(false);
      Span span = lane.span();
      if (span != null) {
        spans.release(span);
      }
    }
  }

  /** Says who sends, if anybody does. */
  void tellFlowing() {
    List<Lane> flowing = flowing();
    if (!flowing.isEmpty()) {
      owner.onState(
          Download.State.TRANSFERRING,
          flowing.stream()
              .map(lane -> lane.standing().name())
              .collect(Collectors.joining(", ", "from ", "")));
    }
  }

  /** If somebody waits for a position that no source gets to soon, one has to leave for it. */
  void makeWay() {
    Span leaving = file.isVerifiable() ? spans.inTheWay() : null;
    for (Lane lane : List.copyOf(open)) {
      if (leaving != null && lane.span() == leaving && lane.isFlowing()) {
        lane.stop(() -> onFree(lane, null));
      }
    }
  }

  // What the lanes tell.

  /** While some send, it does not matter what becomes of the others. */
  @Override
  public void onStep(Download.State state, String words) {
    if (flowing().isEmpty()) {
      owner.onState(state, words);
    }
  }

  @Override
  public @Nullable Span claim(Lane lane) {
    Span claimed = spans.claim(lane.rate(), offers.of(lane.standing()));
    assert spans.checkInvariants();
    if (open.size() > 1) {
      loop.execute(() -> List.copyOf(open).forEach(Lane::onShortened));
    }
    return claimed;
  }

  @Override
  public long keptBefore(long position) {
    return spans.hereBefore(position);
  }

  @Override
  public long keptFrom(long position) {
    return spans.hereFrom(position);
  }

  @Override
  public boolean isAwaited(long position) {
    return spans.isAwaited(position);
  }

  @Override
  public void onFlowing() {
    tellFlowing();
  }

  @Override
  public void onStored(Lane lane, long from, long to) {
    spans.stored(from, to);
    owner.onStored(lane.standing(), from, to);
    if (lane.isFlowing()) {
      makeWay();
    }
  }

  @Override
  public boolean hasOthers(Lane lane) {
    return open.size() > 1 || owner.hasOthers(lane.standing());
  }

  @Override
  public void onSlowAlone() {
    slowAlone.run();
  }

  @Override
  public void onSourceEnd(Lane lane, SourceEnd end) {
    owner.onSourceEnd(lane, end);
  }

  @Override
  public void onFree(Lane lane, @Nullable SourceEnd end) {
    remove(lane);
    owner.onFree(lane.standing(), end);
    tellFlowing();
  }

  @Override
  public void onTooMuch(Lane lane) {
    owner.onTooMuch(lane);
  }

  @Override
  public void onOtherBytes(Lane lane) {
    owner.onOtherBytes(lane);
  }

  @Override
  public void onDiskFailed(Lane lane, Throwable cause, Runnable next) {
    remove(lane);
    owner.onDiskFailed(cause, next);
  }
}

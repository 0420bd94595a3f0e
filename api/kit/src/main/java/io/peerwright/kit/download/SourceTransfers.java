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
final class SourceTransfers implements TransferOwner {

  /** What the transfers need of who opens them. */
  interface Owner {

    void onState(Download.State state, String words);

    /** Some bytes of a source are on the disk. */
    void onStored(SourceState source, long from, long to);

    boolean hasOthers(SourceState source);

    /** A source ended what it was asked for. */
    void onSourceEnd(SourceTransfer transfer, SourceEnd end);

    /** What came of a source is on the disk; the end is null if it did what it was asked for. */
    void onFree(SourceState source, @Nullable SourceEnd end);

    void onTooMuch(SourceTransfer transfer);

    void onOtherBytes(SourceTransfer transfer);

    /** See {@link TransferOwner#onDiskFailed}. */
    void onDiskFailed(Throwable cause, Runnable next);
  }

  private final Loop loop;
  private final Owner owner;
  private final DownloadFile file;
  private final SpanTable spans;
  private final SourceOffers offers;
  private final PaceWatch.Pace least;
  private final Runnable slowAlone;
  private final List<SourceTransfer> open = new ArrayList<>();

  /**
   * None at work yet.
   *
   * @param slowAlone runs when the only source has been too slow for a while
   */
  SourceTransfers(
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

  int count(Predicate<SourceState> which) {
    return (int) open.stream().filter(transfer -> which.test(transfer.state())).count();
  }

  List<SourceTransfer> flowing() {
    return open.stream().filter(SourceTransfer::isFlowing).toList();
  }

  /** Lets the table know how fast each is at this moment. */
  void measure() {
    open.forEach(SourceTransfer::measure);
  }

  void open(SourceState source) {
    SourceTransfer transfer = new SourceTransfer(this, loop, file, source, least);
    source.busy(true);
    open.add(transfer);
    spans.expect(open.size());
    transfer.open();
  }

  /** Ends the transfer of a source; {@code next} is run when what came is on the disk. */
  void stop(SourceTransfer transfer, Runnable next) {
    transfer.stop(
        () -> {
          remove(transfer);
          next.run();
        });
  }

  /** Ends that of a source if it is at work; {@code next} is run when what came is on the disk. */
  void stopOf(SourceState source, Runnable next) {
    for (SourceTransfer transfer : open) {
      if (transfer.state() == source) {
        stop(transfer, next);
        return;
      }
    }
    next.run();
  }

  /** Ends all; {@code next} is run when what came is on the disk. */
  void stopAll(Runnable next) {
    List<SourceTransfer> stopping = List.copyOf(open);
    if (stopping.isEmpty()) {
      next.run();
      return;
    }
    int[] left = {stopping.size()};
    for (SourceTransfer transfer : stopping) {
      stop(
          transfer,
          () -> {
            if (--left[0] == 0) {
              next.run();
            }
          });
    }
  }

  /** Ends those whose source is not to be asked any more. */
  void stopUnusable(SourceEnd end) {
    for (SourceTransfer transfer : List.copyOf(open)) {
      if (!transfer.state().isUsable()) {
        transfer.stop(() -> onFree(transfer, end));
      }
    }
  }

  private void remove(SourceTransfer transfer) {
    if (open.remove(transfer)) {
      transfer.state().busy(false);
      Span span = transfer.span();
      if (span != null) {
        spans.release(span);
      }
    }
  }

  /** Says who sends, if anybody does. */
  void tellFlowing() {
    List<SourceTransfer> flowing = flowing();
    if (!flowing.isEmpty()) {
      owner.onState(
          Download.State.TRANSFERRING,
          flowing.stream()
              .map(transfer -> transfer.state().name())
              .collect(Collectors.joining(", ", "from ", "")));
    }
  }

  /** If somebody waits for a position that no source gets to soon, one has to leave for it. */
  void makeWay() {
    Span leaving = file.isVerifiable() ? spans.inTheWay() : null;
    for (SourceTransfer transfer : List.copyOf(open)) {
      if (leaving != null && transfer.span() == leaving && transfer.isFlowing()) {
        transfer.stop(() -> onFree(transfer, null));
      }
    }
  }

  // What the transfers tell.

  /** While some send, it does not matter what becomes of the others. */
  @Override
  public void onStep(Download.State state, String words) {
    if (flowing().isEmpty()) {
      owner.onState(state, words);
    }
  }

  @Override
  public @Nullable Span claim(SourceTransfer transfer) {
    Span claimed = spans.claim(transfer.rate(), offers.of(transfer.state()));
    assert spans.checkInvariants();
    if (open.size() > 1) {
      loop.execute(() -> List.copyOf(open).forEach(SourceTransfer::onShortened));
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
  public void onStored(SourceTransfer transfer, long from, long to) {
    spans.stored(from, to);
    owner.onStored(transfer.state(), from, to);
    if (transfer.isFlowing()) {
      makeWay();
    }
  }

  @Override
  public boolean hasOthers(SourceTransfer transfer) {
    return open.size() > 1 || owner.hasOthers(transfer.state());
  }

  @Override
  public void onSlowAlone() {
    slowAlone.run();
  }

  @Override
  public void onSourceEnd(SourceTransfer transfer, SourceEnd end) {
    owner.onSourceEnd(transfer, end);
  }

  @Override
  public void onFree(SourceTransfer transfer, @Nullable SourceEnd end) {
    remove(transfer);
    owner.onFree(transfer.state(), end);
    tellFlowing();
  }

  @Override
  public void onTooMuch(SourceTransfer transfer) {
    owner.onTooMuch(transfer);
  }

  @Override
  public void onOtherBytes(SourceTransfer transfer) {
    owner.onOtherBytes(transfer);
  }

  @Override
  public void onDiskFailed(SourceTransfer transfer, Throwable cause, Runnable next) {
    remove(transfer);
    owner.onDiskFailed(cause, next);
  }
}

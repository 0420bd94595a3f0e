package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.kit.limit.PaceWatch;

/** How fast a source sends, and whether it is too slow for too long. */
final class SourcePace implements TimerTarget {

  /** Hears of a slow source. */
  interface Owner {

    /** Others could be asked in its place. */
    boolean hasOthers();

    void onTooSlow();

    /** It is too slow, and nobody else is known. */
    void onSlowAlone();
  }

  private final Loop loop;
  private final PaceWatch.Pace least;
  private final Owner owner;
  private PaceWatch pace;
  private SpeedMeter meter;
  private long heard;
  private long heardAtWatch;
  private long watch;

  SourcePace(Loop loop, PaceWatch.Pace least, Owner owner) {
    this.loop = loop;
    this.least = least;
    this.owner = owner;
    this.pace = new PaceWatch(least, loop.nanoTime());
    this.meter = new SpeedMeter(loop.nanoTime());
  }

  /** It can send from now on. */
  void begin() {
    pace = new PaceWatch(least, loop.nanoTime());
    meter = new SpeedMeter(loop.nanoTime());
    watch();
  }

  void add(int bytes) {
    heard += bytes;
    pace.progress(bytes, loop.nanoTime());
    meter.add(bytes, loop.nanoTime());
  }

  /** True once something came. */
  boolean hasHeard() {
    return heard > 0;
  }

  /** 0 if nothing came. */
  double bytesPerSecond() {
    return meter.bytesPerSecond(loop.nanoTime());
  }

  void stop() {
    loop.cancel(watch);
  }

  private void watch() {
    long next = Math.max(1, pace.failsIn(loop.nanoTime()));
    watch = loop.schedule(next, this, 0, 0);
  }

  /** A slow source is better than none; one that sends nothing is not. */
  @Override
  public void onTimer(int code, long argument) {
    if (pace.verdict(loop.nanoTime()) == PaceWatch.Verdict.GOOD) {
      watch();
    } else if (heard == heardAtWatch || owner.hasOthers()) {
      owner.onTooSlow();
    } else {
      // The first time it may have died: that shows before long.
      if (heardAtWatch > 0) {
        owner.onSlowAlone();
      }
      heardAtWatch = heard;
      pace = new PaceWatch(least, loop.nanoTime());
      watch();
    }
  }
}

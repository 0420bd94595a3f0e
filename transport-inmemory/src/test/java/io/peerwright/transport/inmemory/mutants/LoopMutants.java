package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.tck.mutants.Mutant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Faults of loops. */
final class LoopMutants {

  private LoopMutants() {}

  static List<Mutant<Fault>> all() {
    return List.of(
        mutant("TimersByInsertion", TimersByInsertion::new, "Timers", "runInTheOrderOfDeadlines"),
        mutant("EarlyTimer", EarlyTimer::new, "Timers", "runOnceAndNotEarly"),
        mutant("TimerTwice", TimerTwice::new, "Timers", "runOnceAndNotEarly"),
        mutant("TimerAtOnce", TimerAtOnce::new, "Timers", "withoutDelayRunAfterTheCallback"),
        mutant("CancelIgnored", CancelIgnored::new, "Timers", "areCancelled"),
        mutant("CancelAlwaysTrue", CancelAlwaysTrue::new, "Timers", "cancelTakesAnyHandle"),
        mutant("SameHandle", SameHandle::new, "Timers", "handlesAreUniqueAndNotZero"),
        mutant("TimerLosesCode", TimerLosesCode::new, "Timers", "passesCodeAndArgument"),
        mutant(
            "TimerExceptionKills", ExceptionKills::new, "Timers", "surviveAnExceptionInOneOfThem"),
        mutant("ExecuteLifo", ExecuteLifo::new, "Loops", "executeKeepsTheOrderOfTheCalls"),
        mutant("ReentrantExecute", ReentrantExecute::new, "Loops", "executeIsNeverReentrant"),
        mutant("ExceptionKillsLoop", ExceptionKills::new, "Loops", "survivesAnExceptionInATask"),
        mutant("AlwaysCurrent", AlwaysCurrent::new, "Loops", "isCurrentOnlyOnTheLoop"),
        mutant("OneRandomStream", OneRandomStream::new, "Loops", "randomStreamsDiffer"),
        mutant("SharedSeeds", SharedSeeds::new, "Loops", "oneMoreHostShiftsNoDraws"),
        mutant("ShortSecret", ShortSecret::new, "Loops", "secureRandomFillsTheWholeArray"),
        mutant("OffloadInPlace", OffloadInPlace::new, "Loops", "offloadBringsTheResultToTheLoop"),
        mutant(
            "OffloadLosesFailure",
            OffloadLosesFailure::new,
            "Loops",
            "offloadBringsWhatWasThrown"));
  }

  private static Mutant<Fault> mutant(
      String name, UnaryOperator<Loop> tap, String theme, String test) {
    Fault fault =
        new Fault() {
          @Override
          public Loop loop(Loop inner) {
            return tap.apply(inner);
          }
        };
    return new Mutant<>(name, fault, theme, test);
  }

  private static final class TimersByInsertion extends LoopTap {
    TimersByInsertion(Loop inner) {
      super(inner);
    }

    @Override
    public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
      return inner.schedule(10_000_000, target, code, argument);
    }
  }

  private static final class EarlyTimer extends LoopTap {
    EarlyTimer(Loop inner) {
      super(inner);
    }

    @Override
    public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
      return inner.schedule(delayNanos / 2, target, code, argument);
    }
  }

  private static final class TimerTwice extends LoopTap {
    TimerTwice(Loop inner) {
      super(inner);
    }

    @Override
    public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
      inner.schedule(2 * delayNanos, target, code, argument);
      return inner.schedule(delayNanos, target, code, argument);
    }
  }

  private static final class TimerAtOnce extends LoopTap {
    TimerAtOnce(Loop inner) {
      super(inner);
    }

    @Override
    public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
      if (delayNanos < 1) {
        target.onTimer(code, argument);
        return -1;
      }
      return inner.schedule(delayNanos, target, code, argument);
    }
  }

  private static final class CancelIgnored extends LoopTap {
    CancelIgnored(Loop inner) {
      super(inner);
    }

    @Override
    public boolean cancel(long timer) {
      return true;
    }
  }

  private static final class CancelAlwaysTrue extends LoopTap {
    CancelAlwaysTrue(Loop inner) {
      super(inner);
    }

    @Override
    public boolean cancel(long timer) {
      inner.cancel(timer);
      return true;
    }
  }

  private static final class SameHandle extends LoopTap {
    SameHandle(Loop inner) {
      super(inner);
    }

    @Override
    public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
      inner.schedule(delayNanos, target, code, argument);
      return 1;
    }
  }

  private static final class TimerLosesCode extends LoopTap {
    TimerLosesCode(Loop inner) {
      super(inner);
    }

    @Override
    public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
      return inner.schedule(delayNanos, target, code & 0xff, argument);
    }
  }

  /** The first exception ends the loop. */
  private static final class ExceptionKills extends LoopTap {
    private boolean dead;

    ExceptionKills(Loop inner) {
      super(inner);
    }

    @Override
    public void execute(Runnable task) {
      inner.execute(() -> guarded(task));
    }

    @Override
    public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
      return inner.schedule(
          delayNanos, (c, a) -> guarded(() -> target.onTimer(c, a)), code, argument);
    }

    private void guarded(Runnable task) {
      if (dead) {
        return;
      }
      dead = true;
      task.run();
      dead = false;
    }
  }

  private static final class ExecuteLifo extends LoopTap {
    private final Deque<Runnable> stack = new ArrayDeque<>();

    ExecuteLifo(Loop inner) {
      super(inner);
    }

    @Override
    public void execute(Runnable task) {
      synchronized (stack) {
        stack.push(task);
      }
      inner.execute(
          () -> {
            Runnable top;
            synchronized (stack) {
              top = stack.pop();
            }
            top.run();
          });
    }
  }

  private static final class ReentrantExecute extends LoopTap {
    ReentrantExecute(Loop inner) {
      super(inner);
    }

    @Override
    public void execute(Runnable task) {
      if (inner.isCurrent()) {
        task.run();
      } else {
        inner.execute(task);
      }
    }
  }

  private static final class AlwaysCurrent extends LoopTap {
    AlwaysCurrent(Loop inner) {
      super(inner);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }
  }

  private static final class OneRandomStream extends LoopTap {
    OneRandomStream(Loop inner) {
      super(inner);
    }

    @Override
    public RandomGenerator random(String purpose) {
      return new Random(1);
    }
  }

  /** Draws its seeds from a counter that all hosts share. */
  private static final class SharedSeeds extends LoopTap {
    private static long seeds;

    SharedSeeds(Loop inner) {
      super(inner);
    }

    @Override
    public RandomGenerator random(String purpose) {
      return new Random(seeds++);
    }
  }

  private static final class ShortSecret extends LoopTap {
    ShortSecret(Loop inner) {
      super(inner);
    }

    @Override
    public void secureRandom(byte[] target) {
      byte[] start = new byte[Math.min(32, target.length)];
      inner.secureRandom(start);
      System.arraycopy(start, 0, target, 0, start.length);
    }
  }

  private static final class OffloadInPlace extends LoopTap {
    OffloadInPlace(Loop inner) {
      super(inner);
    }

    @Override
    public <T> void offload(
        Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
      try {
        done.accept(work.call(), null);
      } catch (Exception e) {
        done.accept(null, e);
      }
    }
  }

  private static final class OffloadLosesFailure extends LoopTap {
    OffloadLosesFailure(Loop inner) {
      super(inner);
    }

    @Override
    public <T> void offload(
        Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
      inner.<T>offload(
          work,
          modelledNanos,
          (result, thrown) -> {
            if (thrown == null) {
              done.accept(result, null);
            }
          });
    }
  }
}

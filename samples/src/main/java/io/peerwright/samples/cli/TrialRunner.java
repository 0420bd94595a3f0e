package io.peerwright.samples.cli;

import io.peerwright.samples.console.Console;
import io.peerwright.samples.simulate.SeedSearch;
import io.peerwright.samples.simulate.Trial;
import io.peerwright.samples.simulate.TrialSettings;
import io.peerwright.samples.simulate.Verdict;
import java.io.IOException;
import java.util.HexFormat;

/** Runs trials and tells what came of them. */
final class TrialRunner {

  private static final int MOST_LINES = 10;

  private final Console console;

  TrialRunner(Console console) {
    this.console = console;
  }

  /** Runs one, as the command that repeats a failure does; the exit code. */
  int run(TrialSettings trial) throws IOException {
    Verdict verdict = Trial.run(trial);
    tell(verdict);
    console.say(
        "%,d events, trace hash %016x; to repeat: %s",
        verdict.events(), verdict.trace(), trial.command());
    console.event(
        "trial",
        "failed",
        verdict.failed(),
        "broken",
        verdict.broken(),
        "events",
        verdict.events(),
        "trace",
        HexFormat.of().toHexDigits(verdict.trace()),
        "command",
        trial.command());
    return verdict.failed() ? ExitCode.FOUND_NOTHING : 0;
  }

  private void tell(Verdict verdict) {
    if (!verdict.failed()) {
      console.say("all is well in the end");
    }
    verdict.broken().stream().limit(MOST_LINES).forEach(line -> console.say("  %s", line));
    if (verdict.broken().size() > MOST_LINES) {
      console.say("  and %d more", verdict.broken().size() - MOST_LINES);
    }
  }

  /** Runs a range of seeds; the exit code. */
  int search(TrialSettings base, long first, long last, int threads)
      throws IOException, InterruptedException {
    SeedSearch.Outcome outcome =
        SeedSearch.run(base, first, last, threads, line -> console.say("%s", line));
    console.say(
        "%,d seeds in %.1f s, %.1f each second, %,.0f times as fast as real time, %,d events",
        outcome.tried(),
        outcome.realTime().toNanos() / 1e9,
        outcome.perSecond(),
        outcome.speed(),
        outcome.events());
    console.event(
        "seeds",
        "tried",
        outcome.tried(),
        "failed",
        outcome.failing() != null,
        "events",
        outcome.events(),
        "virtualSeconds",
        outcome.virtualTime().toNanos() / 1e9,
        "realSeconds",
        outcome.realTime().toNanos() / 1e9);
    TrialSettings failing = outcome.failing();
    Verdict verdict = outcome.verdict();
    if (failing == null || verdict == null) {
      console.say("none of them fails");
      return 0;
    }
    shrink(failing, verdict);
    return ExitCode.FOUND_NOTHING;
  }

  private void shrink(TrialSettings failing, Verdict verdict) throws IOException {
    int faults = failing.plan().faults().size();
    console.say("seed %d fails:", failing.size().seed());
    tell(verdict);
    console.say("looking for those of its %d faults that are needed", faults);
    SeedSearch.Shrunk shrunk = SeedSearch.shrink(failing);
    int left = shrunk.settings().plan().faults().size();
    console.say(
        "%d of them %s (%d runs):",
        left, shrunk.minimal() ? "are needed" : "are left when the runs are up", shrunk.runs());
    shrunk.settings().plan().faults().forEach(fault -> console.say("  %s", fault));
    tell(shrunk.verdict());
    console.say("to repeat: %s", shrunk.settings().command());
    console.event(
        "failed",
        "seed",
        failing.size().seed(),
        "faults",
        faults,
        "needed",
        left,
        "minimal",
        shrunk.minimal(),
        "runs",
        shrunk.runs(),
        "plan",
        shrunk.settings().plan().toString(),
        "broken",
        shrunk.verdict().broken(),
        "command",
        shrunk.settings().command());
  }
}

package io.peerwright.transport.inmemory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.transport.inmemory.faults.Churn;
import io.peerwright.transport.inmemory.faults.FaultMix;
import io.peerwright.transport.inmemory.faults.FaultPlan;
import java.util.List;
import java.util.function.Function;

/** What people write of faults and of churn: read, or refused with words of ours. */
class TextFuzzTest extends FuzzContract {

  /** What was read is written as what is read as the same. */
  private static <T> FuzzTarget target(String name, Function<String, T> reader, String... texts) {
    return FuzzTarget.of(
        name,
        input -> {
          T read;
          try {
            read = reader.apply(new String(input, UTF_8));
          } catch (IllegalArgumentException refused) {
            return;
          }
          assertEquals(read, reader.apply(read.toString()), read::toString);
        },
        texts);
  }

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        target("fault-plan", FaultPlan::parse, "crash:host3@10000+20000,cut:a/b@5", ""),
        target(
            "fault-mix", FaultMix::parse, FaultMix.DEFAULT.toString(), "crash=2,slow=0,most=30000"),
        target("churn", Churn::parse, "pareto:1.5:60s,exponential:30s,fresh", "weibull:0.5:10m"));
  }
}

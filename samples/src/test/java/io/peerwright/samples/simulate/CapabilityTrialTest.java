package io.peerwright.samples.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.samples.stranger.ShelfProvider;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilityTrialTest {

  @Test
  void theStepsAreToldBeforehand() {
    assertEquals(
        "each of 10,000 peers does once: join; from 75 s on put, register; from 150 s on get,"
            + " resolve, send, hear what the next one has offered",
        CapabilityTrial.steps(10_000, new ShelfProvider().capabilities()));
    assertEquals(
        "each of 5 peers does once: join; from 75 s on share; from 150 s on search, fetch what the"
            + " next one has offered",
        CapabilityTrial.steps(5, Set.of(Fetch.class, KeywordSearch.class, Sharing.class)));
    assertEquals("each of 2 peers does once: join", CapabilityTrial.steps(2, Set.of()));
  }

  /** The last line of progress has the words and the numbers of the report. */
  @Test
  void progressIsToldInTheWordsOfTheReport() throws IOException {
    ShelfProvider provider = new ShelfProvider();
    List<String> progress = new ArrayList<>();
    CapabilityReport report =
        CapabilityTrial.run(
            6,
            1,
            InMemoryConfig.DEFAULT,
            (host, known) ->
                provider.create(
                    host,
                    new ShelfProvider.Config(
                        known.stream().map(each -> HostPort.parse(each.toString())).toList())),
            progress::add);
    assertTrue(report.isPerfect(), () -> report.rows().toString());
    String last = progress.get(progress.size() - 1);
    assertTrue(
        last.startsWith("  done: join 6, put 6, register 6, get 6, resolve 6, send 6, hear 6; "),
        last);
  }
}

package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Handle;
import io.peerwright.api.overlay.Download;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A download whose only source is slow, and a finder that knows a better one at the fourth time.
 */
class SlowSourceTest {

  private static final byte[] CONTENT = DownloadLab.content(3_500_000);

  private final DownloadLab lab = new DownloadLab();
  private final List<Long> asked = new ArrayList<>();

  @AfterEach
  void tearDown() {
    lab.close();
  }

  /** A slow source is better than none, but no reason to look for no others. */
  @Test
  void whileTheOnlySourceDripsOthersAreLookedFor() {
    Download download = fetch(DownloadLab.sha1(CONTENT));
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(List.of(66L, 99L, 166L, 299L), asked);
  }

  @Test
  void withoutAHashTheOneThatIsFoundTakesItsPlace() {
    Download download = fetch(DownloadLab.nothing(CONTENT));
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(List.of(66L, 99L, 166L, 299L), asked);
  }

  private Download fetch(ContentCheck check) {
    TestSource drip = lab.source("drip", CONTENT).rate(50).ranged();
    TestSource good = lab.source("good", CONTENT).rate(500_000).ranged();
    DownloadPlan plan =
        new DownloadPlan(
            lab.target,
            CONTENT.length,
            check,
            List.of(drip),
            new Finder(good),
            DownloadRules.DEFAULT);
    MultiSourceDownload download =
        new MultiSourceDownload(
            lab.host.loop(), plan, new MultiSourceDownload.Observer() {}, changed -> {});
    lab.host.loop().execute(download::start);
    return download;
  }

  private final class Finder implements SourceFinder {
    private final ContentSource knows;

    Finder(ContentSource knows) {
      this.knows = knows;
    }

    @Override
    public boolean isOffered() {
      return true;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public String waiting() {
      return "waiting";
    }

    @Override
    public String asking() {
      return "asking";
    }

    @Override
    public Handle find(Consumer<ContentSource> found, Runnable ended) {
      asked.add(lab.sim.now().toSeconds());
      if (asked.size() == 4) {
        found.accept(knows);
      }
      lab.host.loop().execute(ended);
      return () -> {};
    }
  }
}

package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Sources that come while a download lacks some. */
class LateSourcesTest {

  private static final byte[] CONTENT = DownloadLab.content(4_000_000);
  private static final int REPEATS = 4;

  /** The first pauses of a finder that is asked in vain, in seconds. */
  private static final List<Long> PAUSES = List.of(15L, 30L, 60L, 120L);

  /** Finds whoever is there when it is asked. */
  private static final class Directory implements SourceFinder {

    private final DownloadLab lab;
    private final int repeats;
    private final List<ContentSource> there = new ArrayList<>();

    /** When it was asked, in seconds. */
    private final List<Long> asked = new ArrayList<>();

    Directory(DownloadLab lab, int repeats) {
      this.lab = lab;
      this.repeats = repeats;
      lab.finder = this;
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
      return "";
    }

    @Override
    public String asking() {
      return "asking";
    }

    @Override
    public int repeats() {
      return repeats;
    }

    @Override
    public Handle find(Consumer<ContentSource> found, Runnable ended) {
      asked.add(lab.sim.now().toSeconds());
      there.forEach(found);
      ended.run();
      return () -> {};
    }
  }

  private static SourceEnd end(SourceEnd.Kind kind) {
    return new SourceEnd(kind, Reason.UNREACHABLE, "gone");
  }

  /** One that leaves after so many bytes, and cannot be reached any more. */
  private static TestSource leaving(DownloadLab lab, SourceEnd.Kind kind) {
    TestSource first = lab.source("first", CONTENT);
    first.breaksAfter = 1_000_000;
    lab.host
        .loop()
        .schedule(1_000_000_000L, () -> first.refusals.addAll(Collections.nCopies(100, end(kind))));
    return first;
  }

  @Test
  void whoComesAfterAllHaveLeftIsFound() {
    try (DownloadLab lab = new DownloadLab()) {
      Directory directory = new Directory(lab, REPEATS);
      TestSource first = leaving(lab, SourceEnd.Kind.GONE);
      TestSource later = lab.source("later", CONTENT);
      Download download =
          lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, first);
      lab.awaitBytes(download, 1_000_000);
      lab.host.loop().schedule(40_000_000_000L, () -> directory.there.add(later));
      lab.await(download);
      lab.assertComplete(download, CONTENT);
      assertTrue(later.sent >= 2_900_000, "sent " + later.sent);
      assertTrue(directory.asked.size() <= REPEATS + 1, directory.asked::toString);
    }
  }

  /** Found again under the same name, it is asked again. */
  @Test
  void whoComesBackIsAskedAgain() {
    for (SourceEnd.Kind kind : List.of(SourceEnd.Kind.GONE, SourceEnd.Kind.FAILED)) {
      try (DownloadLab lab = new DownloadLab()) {
        Directory directory = new Directory(lab, REPEATS);
        TestSource first = leaving(lab, kind);
        Download download =
            lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, first);
        lab.awaitBytes(download, 1_000_000);
        lab.host
            .loop()
            .schedule(
                60_000_000_000L,
                () -> {
                  first.refusals.clear();
                  directory.there.add(first);
                });
        lab.await(download);
        lab.assertComplete(download, CONTENT);
      }
    }
  }

  @Test
  void ifNobodyComesItFailsInTheEnd() {
    try (DownloadLab lab = new DownloadLab()) {
      Directory directory = new Directory(lab, REPEATS);
      TestSource first = lab.source("first", CONTENT);
      first.refusals.add(end(SourceEnd.Kind.GONE));
      Download download =
          lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, first);
      lab.await(download);
      assertEquals(Download.State.FAILED, download.state());
      List<Long> pauses = new ArrayList<>();
      for (int i = 1; i < directory.asked.size(); i++) {
        pauses.add(directory.asked.get(i) - directory.asked.get(i - 1));
      }
      assertEquals(PAUSES, pauses);
    }
  }

  @Test
  void whoComesWhileASlowOneSendsHelps() {
    try (DownloadLab lab = new DownloadLab()) {
      Directory directory = new Directory(lab, REPEATS);
      TestSource slow = lab.source("slow", CONTENT).rate(10_000);
      TestSource fast = lab.source("fast", CONTENT).rate(400_000);
      directory.there.add(fast);
      Download download =
          lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, slow);
      double seconds = lab.await(download);
      lab.assertComplete(download, CONTENT);
      assertEquals(15 + 10, seconds, 2);
    }
  }

  /** An origin that fills in is relieved by a peer that comes. */
  @Test
  void whoComesWhileAnOriginSendsHelps() {
    try (DownloadLab lab = new DownloadLab()) {
      Directory directory = new Directory(lab, REPEATS);
      TestSource origin = lab.source("origin", CONTENT).rate(20_000).reserve();
      TestSource first = lab.source("first", CONTENT);
      first.refusals.add(end(SourceEnd.Kind.GONE));
      TestSource later = lab.source("later", CONTENT);
      Download download =
          lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, first, origin);
      lab.host.loop().schedule(20_000_000_000L, () -> directory.there.add(later));
      lab.await(download);
      lab.assertComplete(download, CONTENT);
      assertTrue(later.sent > 2_000_000, "sent " + later.sent);
    }
  }

  @Test
  void aFinderThatAllowsNoRepeatsIsAskedInRoundsOnly() {
    try (DownloadLab lab = new DownloadLab()) {
      Directory directory = new Directory(lab, 0);
      TestSource slow = lab.source("slow", CONTENT).rate(40_000);
      Download download =
          lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, slow);
      lab.await(download);
      lab.assertComplete(download, CONTENT);
      assertEquals(List.of(), directory.asked);
    }
  }
}

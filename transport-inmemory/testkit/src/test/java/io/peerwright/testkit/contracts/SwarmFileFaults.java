package io.peerwright.testkit.contracts;

import static io.peerwright.testkit.contracts.DownloadFaults.torrent;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.testkit.contracts.SwarmMutantTest.Maker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Faults of overlays that spread content, in its files. */
final class SwarmFileFaults {

  private SwarmFileFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<Maker>> all() {
    return List.of(
        torrent("TakesAnythingThatIsHere", TakesAnything::new, "whatIsHereIsVerifiedAndKept"),
        torrent("TakesAnythingThatComes", TakesAnything::new, "nothingWrongIsTaken"),
        torrent("KeepsNothing", KeepsNothing::new, "whatIsHereIsVerifiedAndKept"),
        torrent("WritesOver", WritesOver::new, "aUsersFileOfThatNameIsKept"),
        torrent("TidiesUp", TidiesUp::new, "aUsersFileOfThatNameIsKept"),
        torrent("WritesAnew", WritesAnew::new, "filesThatAreRightAreNotWrittenTo"),
        torrent("FetchesAll", FetchesAll::new, "onlyTheFilesThatAreWantedAppear"),
        torrent("FetchesTheFirstFile", FetchesTheFirstFile::new, "aFolderOfFilesIsFetched"),
        torrent("NamesNoOffsets", NamesNoOffsets::new, "tellsWhichFilesThereAre"),
        torrent("KeepsItsMind", KeepsItsMind::new, "whatIsSaidLastIsWanted"),
        torrent("HearsOnlyLater", HearsOnlyLater::new, "filesMayBeChosenBeforeTheyAreKnown"),
        torrent("WantsNoMore", WantsNoMore::new, "moreMayBeWantedWhenItIsComplete"),
        torrent("TrustsTheDisk", TrustsTheDisk::new, "whatIsDamagedIsFetchedOnceMore"),
        torrent("FetchesAllAgain", FetchesAllAgain::new, "whatIsNotDamagedStaysComplete"));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class TakesAnything extends FakeTorrent {
    TakesAnything(Terms terms) {
      super(terms);
    }

    @Override
    boolean isRight(int part, byte[] data) {
      return true;
    }
  }

  private static final class KeepsNothing extends FakeTorrent {
    KeepsNothing(Terms terms) {
      super(terms);
    }

    @Override
    void check() {
      super.check();
      have.clear();
    }
  }

  private static final class WritesOver extends FakeTorrent {
    WritesOver(Terms terms) {
      super(terms);
    }

    @Override
    void setAside(Path file) {
      delete(file);
    }
  }

  private static final class TidiesUp extends FakeTorrent {
    TidiesUp(Terms terms) {
      super(terms);
    }

    @Override
    void setAside(Path file) {
      super.setAside(file);
      delete(directory.resolve("letter.txt"));
    }
  }

  private static final class WritesAnew extends FakeTorrent {
    WritesAnew(Terms terms) {
      super(terms);
    }

    @Override
    boolean isThere(Path file, byte[] right) {
      return false;
    }

    @Override
    void setAside(Path file) {
      delete(file);
    }
  }

  private static final class FetchesAll extends FakeTorrent {
    FetchesAll(Terms terms) {
      super(terms);
    }

    @Override
    void start(FakeContent described) {
      priority = name -> 1;
      super.start(described);
    }
  }

  private static final class FetchesTheFirstFile extends FakeTorrent {
    FetchesTheFirstFile(Terms terms) {
      super(terms);
    }

    @Override
    BitSet wanted() {
      BitSet wanted = super.wanted();
      wanted.clear(FakeContent.lastPart(content.files().get(0)) + 1, Integer.MAX_VALUE);
      return wanted;
    }
  }

  private static final class NamesNoOffsets extends FakeTorrent {
    NamesNoOffsets(Terms terms) {
      super(terms);
    }

    @Override
    SharedItem item(FakeContent.Entry file) {
      SharedItem item = super.item(file);
      return new SharedItem(item.file(), item.name(), item.sizeBytes(), Set.of(), Map.of());
    }
  }

  private static final class KeepsItsMind extends FakeTorrent {
    KeepsItsMind(Terms terms) {
      super(terms);
    }

    @Override
    public void prioritise(ToIntFunction<? super String> other) {
      ToIntFunction<? super String> before = priority;
      super.prioritise(name -> Math.max(before.applyAsInt(name), other.applyAsInt(name)));
    }
  }

  private static final class HearsOnlyLater extends FakeTorrent {
    HearsOnlyLater(Terms terms) {
      super(terms);
    }

    @Override
    public void prioritise(ToIntFunction<? super String> other) {
      if (content != null) {
        super.prioritise(other);
      }
    }
  }

  private static final class WantsNoMore extends FakeTorrent {
    WantsNoMore(Terms terms) {
      super(terms);
    }

    @Override
    public void prioritise(ToIntFunction<? super String> other) {
      if (!complete) {
        super.prioritise(other);
      }
    }
  }

  private static final class TrustsTheDisk extends FakeTorrent {
    TrustsTheDisk(Terms terms) {
      super(terms);
    }

    @Override
    public void recheck() {}
  }

  private static final class FetchesAllAgain extends FakeTorrent {
    FetchesAllAgain(Terms terms) {
      super(terms);
    }

    private boolean again;

    @Override
    public void recheck() {
      again = true;
      super.recheck();
    }

    @Override
    void check() {
      super.check();
      if (again) {
        have.clear();
      }
    }
  }
}

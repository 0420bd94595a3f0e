package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.kit.hash.Magnet;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMagnet;
import io.peerwright.runtime.Peer;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.SlowNotice;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A torrent as the command line names it: by a .torrent file, its URL, or a magnet link. */
final class TorrentSource {

  private static final Duration JOINING = Duration.ofMinutes(1);
  static final int MAX_LISTED = 20;

  private final TorrentMagnet link;
  private final @Nullable Metainfo description;

  private TorrentSource(TorrentMagnet link, @Nullable Metainfo description) {
    this.link = link;
    this.description = description;
  }

  /** Reads the file or the link, and says what is wrong with it. */
  static TorrentSource of(String argument, Console console) {
    if (Magnet.isOne(argument) && !isFile(argument)) {
      try {
        return new TorrentSource(TorrentMagnet.parse(argument), null);
      } catch (IllegalArgumentException e) {
        throw new UserException(e.getMessage() + "; on a command line it needs quotes around it");
      }
    }
    if (argument.matches("(?i)[a-z]+://.*")) {
      Metainfo fetched =
          SlowNotice.during(
              () -> TorrentUrl.fetch(argument),
              () -> console.say("fetching %s; no answer yet", argument));
      return new TorrentSource(TorrentFile.magnet(fetched), fetched);
    }
    Optional<String> refusal = SafeNames.refusal(argument);
    if (refusal.isPresent()) {
      throw new UserException("neither a file nor a magnet link: " + refusal.get());
    }
    Metainfo torrent = TorrentFile.read(Path.of(argument));
    return new TorrentSource(TorrentFile.magnet(torrent), torrent);
  }

  private static boolean isFile(String argument) {
    return SafeNames.refusal(argument).isEmpty() && Files.isRegularFile(Path.of(argument));
  }

  /** For people. */
  String name() {
    return link.name().isEmpty() ? link.hash().toString() : link.name();
  }

  String infoHash() {
    return link.hash().toString();
  }

  /** What it is, null as long as only peers know. */
  @Nullable Info info() {
    return description == null ? null : description.info();
  }

  /** True if it says where peers, or the content, can be found. */
  boolean namesSomebody() {
    return !(link.trackers().isEmpty() && link.webSeeds().isEmpty() && link.peers().isEmpty());
  }

  /** Refuses a choice that leaves nothing, if that can be known already. */
  void checkChoice(Predicate<String> wanted) {
    Info info = info();
    if (info != null) {
      List<String> names = info.files().stream().map(FileEntry::name).toList();
      checkChoice(names, wanted);
    }
  }

  static void checkChoice(List<String> names, Predicate<String> wanted) {
    if (!names.isEmpty() && names.stream().noneMatch(wanted)) {
      List<String> list = new ArrayList<>(names.subList(0, Math.min(names.size(), MAX_LISTED)));
      if (names.size() > MAX_LISTED) {
        list.add("and " + (names.size() - MAX_LISTED) + " more");
      }
      throw new UserException("--select chooses no file; there are", list);
    }
  }

  /** Joins the swarm with what lies in a folder, and waits until that has begun. */
  Download join(Peer peer, Path folder, Predicate<String> wanted, Consumer<Download> changed) {
    Path directory = folder.toAbsolutePath();
    Swarm.Request request =
        description == null
            ? Swarm.Request.ofMagnet(link.toString(), directory)
            : Swarm.Request.ofMetainfo(ByteBuffer.wrap(description.toBytes()), directory);
    return peer.await(
        peer.<Swarm, Download>call(
            Swarm.class, swarm -> swarm.join(request.wanting(wanted), changed)),
        JOINING);
  }
}

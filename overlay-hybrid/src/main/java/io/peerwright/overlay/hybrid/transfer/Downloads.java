package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.DownloadPlan;
import io.peerwright.kit.download.DownloadRules;
import io.peerwright.kit.download.HashCheck;
import io.peerwright.kit.download.MultiSourceDownload;
import io.peerwright.kit.download.SameContent;
import io.peerwright.kit.events.FileEvents;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The downloads of one peer that are not over. */
public final class Downloads implements MultiSourceDownload.Observer {

  /** Half of what the slowest modem of the protocol's list does. */
  private static final int LEAST_BYTES_PER_SECOND = 512;

  private final TransferContext context;
  private final DownloadRequests requests;
  private final Loop loop;

  /** By the name that the file gets. */
  private final Map<MultiSourceDownload, String> active = new LinkedHashMap<>();

  Downloads(TransferContext context, DownloadRequests requests) {
    this.context = context;
    this.requests = requests;
    this.loop = context.host().loop();
  }

  /** Starts a download; see {@link io.peerwright.api.overlay.Fetch#fetch}. */
  public Download fetch(
      String overlay, List<Hit> hits, Path target, Consumer<? super Download> changed) {
    List<Hit> ours = hits.stream().filter(hit -> hit.overlay().equals(overlay)).toList();
    if (ours.isEmpty() || ours.get(0).sizeBytes().isEmpty()) {
      throw new IllegalArgumentException(
          "no source of the overlay " + overlay + " with a known size among " + hits.size());
    }
    List<Hit> same = SameContent.asFirst(ours);
    long size = same.get(0).sizeBytes().getAsLong();
    HashCheck check = new HashCheck(size, SameContent.names(same));
    DownloadPlan plan =
        new DownloadPlan(
            target,
            size,
            check,
            sources(overlay, same),
            new HybridFinder(context, requests, md5(check), size),
            rules(context.config(), md5(check) != null));
    MultiSourceDownload download = new MultiSourceDownload(loop, plan, this, changed);
    String name = String.valueOf(target.getFileName());
    active.put(download, name);
    context.counters().downloadsStarted++;
    context.events().downloadStarted(name, size);
    download.start();
    return download;
  }

  /** What hits of this overlay stand for, for a download that is fed by other overlays too. */
  public List<ContentSource> sources(String overlay, List<Hit> hits) {
    return hits.stream()
        .filter(hit -> hit.overlay().equals(overlay))
        .<ContentSource>map(hit -> NapsterSource.of(hit, context, requests))
        .toList();
  }

  /**
   * The MD5 is that of the first 299,008 bytes only: of a longer file several send where it says
   * that they have the same, and what they send is compared where it meets.
   */
  private static DownloadRules rules(HybridConfig config, boolean isKnown) {
    return new DownloadRules(
        config.sourcesAtOnce(),
        isKnown ? config.sourcesAtOnce() : 1,
        config.queueRetry().toNanos(),
        config.requestTimeout().toNanos(),
        config.stallTimeout().toNanos(),
        LEAST_BYTES_PER_SECOND,
        false,
        DownloadRules.Subsidy.DEFAULT);
  }

  /** The MD5 by which a server can tell who else has it; null if it is not known. */
  private static @Nullable String md5(HashCheck check) {
    Urn said = check.expected(Digests.NAPSTER_MD5.namespace());
    String md5 = said == null ? "" : said.value();
    return md5.matches("[0-9a-fA-F]{32}") && !md5.equals(SharedFile.NO_MD5) ? md5 : null;
  }

  @Override
  public void onWrongContent() {
    context.counters().downloadsCorrupt++;
  }

  @Override
  public void onSourceDropped(MultiSourceDownload download, ContentSource source, String words) {
    FileEvents.sourceDropped(context.events().stream(), download.target(), source, words);
  }

  @Override
  public void onOver(MultiSourceDownload download) {
    String name = active.remove(download);
    if (download.state() == Download.State.COMPLETE) {
      context.counters().downloadsComplete++;
    } else {
      context.counters().downloadsFailed++;
    }
    FileEvents.downloadEnded(context.events().stream(), String.valueOf(name), download);
  }

  /** How many they are. */
  public int count() {
    return active.size();
  }

  void peers(List<Neighbour> into) {
    active.keySet().forEach(download -> into.addAll(download.peers()));
  }

  /** Ends all; {@code done} is called when their files are closed. */
  void close(Runnable done) {
    List<MultiSourceDownload> open = new ArrayList<>(active.keySet());
    if (open.isEmpty()) {
      loop.execute(done);
      return;
    }
    int[] left = {open.size()};
    for (MultiSourceDownload download : open) {
      download.shutDown(
          () -> {
            if (--left[0] == 0) {
              done.run();
            }
          });
    }
  }
}

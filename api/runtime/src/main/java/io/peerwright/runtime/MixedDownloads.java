package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.ContentCheck;
import io.peerwright.kit.download.ContentDescription;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.download.DownloadPlan;
import io.peerwright.kit.download.HashCheck;
import io.peerwright.kit.download.HttpSource;
import io.peerwright.kit.download.MultiSourceDownload;
import io.peerwright.kit.download.PieceCheck;
import io.peerwright.kit.download.SameContent;
import io.peerwright.kit.download.SourceFinder;
import io.peerwright.kit.hash.Magnet;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.text.SharedPath;
import io.peerwright.kit.tls.TlsClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The downloads of one peer that several overlays and servers feed. Used on its loop. */
final class MixedDownloads implements MultiSourceDownload.Observer {

  private final Set<MultiSourceDownload> active = new LinkedHashSet<>();
  private @Nullable HttpClient http;

  /** Starts one; see {@link FetchRequest}. */
  Download start(
      Host host,
      List<Overlay> overlays,
      FetchRequest request,
      Path target,
      Consumer<? super Download> changed) {
    List<ContentSources> feeding = new ArrayList<>();
    overlays.forEach(overlay -> overlay.as(ContentSources.class).ifPresent(feeding::add));
    List<Hit> hits = request.hits().isEmpty() ? List.of() : SameContent.asFirst(request.hits());
    List<ContentDescription> described = described(feeding, request, hits);
    long size = size(hits, described);
    List<Urn> names = names(hits, request);
    ContentCheck check = new HashCheck(size, names);
    List<ContentSource> sources = new ArrayList<>();
    feeding.forEach(overlay -> sources.addAll(overlay.sources(hits)));
    HttpClient client = http == null ? new HttpClient(host, TlsClient.Trust.DEFAULT) : http;
    http = client;
    for (ContentDescription each : described) {
      check = each.check(check);
      each.urls().stream()
          .map(MixedDownloads::urlOrNull)
          .filter(url -> url != null && HttpClient.speaks(url))
          .forEach(url -> sources.add(webSeed(host, client, url, size)));
    }
    for (String origin : request.origins()) {
      Url url = Url.parse(origin);
      sources.add(new HttpSource(host.loop(), client, url, size, true, Reach.HOST));
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "nobody to fetch from: none of the "
              + request.hits().size()
              + " hits is of an overlay that feeds such a download, and there is no URL");
    }
    Duration within = Duration.ofNanos(request.rules().answerNanos());
    SourceFinder finder =
        new OverlaySearch(overlays, fileName(hits, described), size, names, check, within);
    DownloadPlan plan = new DownloadPlan(target, size, check, sources, finder, request.rules());
    MultiSourceDownload download = new MultiSourceDownload(host.loop(), plan, this, changed);
    active.add(download);
    download.start();
    return download;
  }

  private static List<ContentDescription> described(
      List<ContentSources> feeding, FetchRequest request, List<Hit> hits) {
    List<ContentDescription> all = new ArrayList<>();
    ByteBuffer torrent = request.torrent();
    if (torrent != null) {
      List<ContentDescription> files =
          feeding.stream()
              .map(overlay -> overlay.describe(torrent))
              .filter(each -> !each.isEmpty())
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no overlay of this peer reads a .torrent file"));
      all.add(meant(files, hits));
    }
    String link = request.magnet();
    if (link != null) {
      Magnet magnet = Magnet.parse(link);
      List<String> urls = new ArrayList<>(magnet.all(Magnet.WEB_SEED));
      urls.addAll(magnet.all(Magnet.SUBSTITUTE));
      all.add(
          new ContentDescription(
              magnet.last(Magnet.NAME).orElse(""),
              link,
              magnet.sizeBytes(),
              0,
              new byte[0],
              PieceCheck.Border.NONE,
              urls));
    }
    return all;
  }

  /** The file of a torrent that hits are of: the only one, or of their size, or of their name. */
  private static ContentDescription meant(List<ContentDescription> files, List<Hit> hits) {
    List<ContentDescription> left = files;
    if (left.size() > 1 && !hits.isEmpty()) {
      Hit hit = hits.get(0);
      left = left.stream().filter(file -> file.size().equals(hit.sizeBytes())).toList();
      if (left.size() > 1) {
        String name = SharedPath.lastPart(hit.name());
        left = left.stream().filter(file -> SharedPath.lastPart(file.name()).equals(name)).toList();
      }
    }
    if (left.size() != 1) {
      throw new IllegalArgumentException(
          "the torrent has "
              + files.size()
              + " files, and "
              + left.size()
              + " of them can be meant: give a hit with the name and size of just one");
    }
    return left.get(0);
  }

  /** What the best hit calls it, or else what the torrent or the link does. */
  private static String fileName(List<Hit> hits, List<ContentDescription> described) {
    return Stream.concat(
            hits.stream().map(Hit::name), described.stream().map(ContentDescription::name))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** What the hits call it, and what the link does. */
  private static List<Urn> names(List<Hit> hits, FetchRequest request) {
    List<Urn> names = new ArrayList<>(SameContent.names(hits));
    String link = request.magnet();
    if (link != null) {
      names.addAll(Magnet.parse(link).topics());
    }
    return names;
  }

  private static long size(List<Hit> hits, List<ContentDescription> described) {
    OptionalLong size = hits.isEmpty() ? OptionalLong.empty() : hits.get(0).sizeBytes();
    for (ContentDescription each : described) {
      if (size.isEmpty()) {
        size = each.size();
      } else if (each.size().isPresent() && !each.size().equals(size)) {
        throw new IllegalArgumentException(
            each.identity()
                + " is a file of "
                + each.size().getAsLong()
                + " bytes, and the hits are of one of "
                + size.getAsLong());
      }
    }
    return size.orElseThrow(
        () ->
            new IllegalArgumentException(
                "nobody tells how long the file is: give a hit with a size, or a .torrent file"));
  }

  private static ContentSource webSeed(Host host, HttpClient client, Url url, long size) {
    // A torrent may name servers in our network as far as they are told nothing to do.
    Reach namedBy = url.target().indexOf('?') < 0 ? Reach.HOST : Reach.WORLD;
    return new HttpSource(host.loop(), client, url, size, false, namedBy);
  }

  /** What is no URL is left out: others may do. */
  private static @Nullable Url urlOrNull(String text) {
    try {
      return Url.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public void onOver(MultiSourceDownload download) {
    active.remove(download);
  }

  /** Ends all; {@code done} is called when their files are closed. */
  void close(Runnable done) {
    if (http != null) {
      http.close();
      http = null;
    }
    List<MultiSourceDownload> open = List.copyOf(active);
    if (open.isEmpty()) {
      done.run();
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

package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.DownloadPlan;
import io.peerwright.kit.download.DownloadRules;
import io.peerwright.kit.download.HashCheck;
import io.peerwright.kit.download.HttpSource;
import io.peerwright.kit.download.MultiSourceDownload;
import io.peerwright.kit.download.SameContent;
import io.peerwright.kit.download.SourceFinder;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.FileEvents;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.sharing.HitReader;
import io.peerwright.overlay.gnutella.sharing.Responder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The downloads of one servent, which come over HTTP from those who told hits. */
public final class Downloads implements FileFetch.Owner, CallReader.Owner {

  /** Longer than it takes until a servent is asked again that has us in its queue. */
  static final long IDLE_NANOS = 60_000_000_000L;

  private final Host host;
  private final AddressPolicy policy;
  private final String overlay;
  private final PushNetwork network;
  private final Pushes pushes;
  private final Alternates alternates;
  private final FetchedFiles fetched;
  private final Supplier<@Nullable EventStream> events;
  private final Map<MultiSourceDownload, FileFetch> active = new LinkedHashMap<>();
  private final CallersLinks callers;
  private final SecureDials secure;
  private @Nullable HttpClient client;

  /** Those that were ended and whose files are open. */
  private int closing;

  private final List<Runnable> waiting = new ArrayList<>(0);
  private long complete;
  private long failed;
  private long corrupt;

  /** Nothing is fetched yet. */
  Downloads(
      Host host,
      AddressPolicy policy,
      String overlay,
      PushNetwork network,
      Pushes pushes,
      CallersLinks callers,
      SecureDials secure,
      Alternates alternates,
      FetchedFiles fetched,
      Supplier<@Nullable EventStream> events) {
    this.network = network;
    this.events = events;
    this.pushes = pushes;
    this.callers = callers;
    this.secure = secure;
    this.alternates = alternates;
    this.fetched = fetched;
    this.host = host;
    this.policy = policy;
    this.overlay = overlay;
  }

  /** As {@link io.peerwright.api.overlay.Fetch} has it. */
  public Download fetch(List<Hit> hits, Path target, Consumer<? super Download> changed) {
    List<Hit> ours =
        hits.stream()
            .filter(hit -> hit.overlay().equals(overlay) && hit.sizeBytes().isPresent())
            .toList();
    if (ours.isEmpty()) {
      throw new IllegalArgumentException(
          "no source of the overlay " + overlay + " with a known size among " + hits.size());
    }
    List<Hit> same = SameContent.asFirst(ours);
    long size = same.get(0).sizeBytes().orElseThrow();
    HashCheck whole = new HashCheck(size, SameContent.names(same));
    DownloadRules rules =
        whole.isConclusive() ? DownloadRules.DEFAULT : DownloadRules.DEFAULT.withParallel(1);
    FileFetch fetch = new FileFetch(this, policy, alternates, fetched, whole, size);
    DownloadPlan plan =
        new DownloadPlan(
            HostFiles.locate(host, target),
            size,
            fetch.check(),
            sources(same, fetch),
            SourceFinder.NONE,
            rules.withScattered(fetch.isShared()));
    MultiSourceDownload download = new MultiSourceDownload(host.loop(), plan, fetch, changed);
    fetch.begin(download);
    active.put(download, fetch);
    download.start();
    return download;
  }

  /**
   * What hits stand for. A servent that cannot be dialled is asked to dial us; if nobody can do
   * that either, it is left out.
   */
  public List<ContentSource> sources(List<Hit> hits) {
    return sources(hits, null);
  }

  private List<ContentSource> sources(List<Hit> hits, @Nullable FileFetch fetch) {
    List<ContentSource> sources = new ArrayList<>();
    for (Hit hit : hits) {
      Endpoint at = hit.endpoint();
      if (!hit.overlay().equals(overlay) || hit.sizeBytes().isEmpty()) {
        continue;
      }
      long size = hit.sizeBytes().getAsLong();
      if (at != null) {
        if (hit.attributes().containsKey(HitReader.TLS)) {
          secure.know(at);
        }
        Url url = url(hit, at.toString());
        sources.add(source(client(), url, at, size, Reach.of(at), fetch));
      } else if (pushes.areOfUse()) {
        Guid servent = Guid.parse(hit.peer());
        List<Endpoint> proxies = HitReader.pushProxies(hit);
        pushes.know(servent, index(hit), proxies);
        HitReader.securePushProxies(hit).forEach(secure::know);
        Url url = url(hit, hit.peer());
        sources.add(source(pushes.client(), url, null, size, Reach.HOST, fetch));
        if (fetch != null && !proxies.isEmpty()) {
          fetch.behind(url, new Firewalled(servent, proxies));
        }
      }
    }
    return sources;
  }

  @Override
  public ContentSource source(Endpoint at, Urn sha1, long size, Reach namedBy, FileFetch fetch) {
    return source(client(), byName(at.toString(), sha1), at, size, namedBy, fetch);
  }

  @Override
  public @Nullable ContentSource source(Firewalled servent, Urn sha1, long size, FileFetch fetch) {
    if (!pushes.areOfUse()) {
      return null;
    }
    pushes.hear(servent);
    Url url = byName(servent.guid().toString(), sha1);
    fetch.behind(url, servent);
    return source(pushes.client(), url, null, size, Reach.HOST, fetch);
  }

  @Override
  public @Nullable Firewalled self() {
    Responder own = network.responder();
    return own == null || own.reachable() || own.pushProxies().isEmpty()
        ? null
        : new Firewalled(own.servent(), own.pushProxies());
  }

  private HttpSource source(
      HttpClient client,
      Url url,
      @Nullable Endpoint at,
      long size,
      Reach namedBy,
      @Nullable FileFetch fetch) {
    ServentDialect.Observer observer =
        fetch == null ? ServentDialect.Observer.NONE : new Heard(client, url, at, namedBy, fetch);
    Urn sha1 = fetch == null ? null : fetch.sha1();
    ServentDialect dialect = new ServentDialect(size, sha1, observer);
    return new HttpSource(host.loop(), client, url, size, false, namedBy, dialect);
  }

  /** What one source says and hears besides the bytes of a file. */
  private record Heard(
      HttpClient client, Url url, @Nullable Endpoint at, Reach namedBy, FileFetch fetch)
      implements ServentDialect.Observer {

    @Override
    public HttpFields fields() {
      return fetch.fields(url, at);
    }

    @Override
    public void onAnswer(HttpResponse response, @Nullable Endpoint from) {
      fetch.onAnswer(client, url, at, namedBy, response, from);
    }

    @Override
    public void onPlace(String id) {
      fetch.onPlace(url, id, at);
    }
  }

  private static Url byName(String at, Urn sha1) {
    return Url.parse("http://" + at + "/uri-res/N2R?" + sha1);
  }

  /** A client that dials. */
  HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      Host called = new DecoratedHost(host, callers.over(host.transport()));
      known = new HttpClient(called, TlsClient.Trust.DEFAULT, policy, IDLE_NANOS);
      client = known;
    }
    return known;
  }

  /** By its content if that is known; else by the number that the hit told. */
  private static Url url(Hit hit, String at) {
    for (Urn urn : hit.urns()) {
      if (urn.namespace().equals(Urn.SHA1)) {
        return byName(at, urn);
      }
    }
    // The number says which file it is; no servent needs the name besides.
    return Url.parse("http://" + at + "/get/" + index(hit) + "/file");
  }

  private static long index(Hit hit) {
    return Long.parseLong(hit.attributes().getOrDefault(HitReader.INDEX, "0"));
  }

  @Override
  public @Nullable PushedLink onGiv(Giv giv) {
    return pushes.waitingFor(giv);
  }

  @Override
  public boolean onQueue(QueueCall call, CallReader by, Endpoint from) {
    for (FileFetch fetch : active.values()) {
      Url source = fetch.caller(call.id(), from);
      if (source != null) {
        callers.keep(dialled(source), by);
        fetch.onReady(source);
        return true;
      }
    }
    return false;
  }

  /** What a client dials to ask for a URL, which names an address or a GUID. */
  private static Endpoint dialled(Url source) {
    String host = source.host();
    boolean isGuid = host.length() == 2 * Guid.BYTES && host.indexOf('.') < 0;
    return isGuid ? Pushes.address(Guid.parse(host)) : Endpoint.parse(source.authority());
  }

  @Override
  public HttpFields called(@Nullable Endpoint by) {
    Endpoint own = network.isReachable() ? network.own() : null;
    if (own == null || !AlternateFields.isDialable(own)) {
      return HttpFields.NONE;
    }
    return by == null || policy.permits(by, own) ? Node.field(own) : HttpFields.NONE;
  }

  @Override
  public void onWrongContent() {
    corrupt++;
  }

  @Override
  public void onSourceDropped(MultiSourceDownload download, ContentSource source, String words) {
    FileEvents.sourceDropped(events.get(), download.target(), source, words);
  }

  @Override
  public void onOver(MultiSourceDownload download) {
    active.remove(download);
    if (download.state() == Download.State.COMPLETE) {
      complete++;
    } else {
      failed++;
    }
  }

  /** Those from whom something comes. */
  void peers(List<Neighbour> into) {
    active.keySet().forEach(download -> into.addAll(download.peers()));
  }

  /** How many are under way. */
  public int active() {
    return active.size();
  }

  /** How many have come to their end. */
  public long complete() {
    return complete;
  }

  /** How many have not. */
  public long failed() {
    return failed;
  }

  /** How often something wrong came. */
  public long corrupt() {
    return corrupt;
  }

  /** Ends all; what is here is kept. */
  public void close() {
    List<MultiSourceDownload> open = List.copyOf(active.keySet());
    closing += open.size();
    open.forEach(download -> download.shutDown(this::fileClosed));
    pushes.close();
    callers.close();
    fetched.clear();
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private void fileClosed() {
    closing--;
    if (closing == 0) {
      List<Runnable> all = List.copyOf(waiting);
      waiting.clear();
      // Whoever waits for the downloads themselves is told before.
      all.forEach(host.loop()::execute);
    }
  }

  /** Runs when the files of those are closed that were ended. */
  void whenClosed(Runnable then) {
    if (closing == 0) {
      host.loop().execute(then);
    } else {
      waiting.add(then);
    }
  }
}

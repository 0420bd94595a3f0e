package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.ContentCheck;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.HashCheck;
import io.peerwright.kit.download.MultiSourceDownload;
import io.peerwright.kit.download.TreeCheck;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of one file tell besides its bytes, and what a download makes of it: the tree by
 * which parts are verified, and who else has the file. Sources hear in turn who has been of use,
 * and who has not.
 */
final class FileFetch implements MultiSourceDownload.Observer {

  /** Sources that others have named, of one download. */
  private static final int MOST_NAMED = 50;

  private static final int MOST_REMEMBERED = 100;

  /** Who may call, and by which id. */
  private record Place(String id, @Nullable Endpoint at) {}

  /** Whose download it is. */
  interface Owner extends MultiSourceDownload.Observer {

    /** A source of the same file that another has named. */
    ContentSource source(Endpoint at, Urn sha1, long size, Reach namedBy, FileFetch fetch);

    /**
     * The same of one behind a firewall.
     *
     * @return null if it cannot be asked by a push either
     */
    @Nullable ContentSource source(Firewalled servent, Urn sha1, long size, FileFetch fetch);

    /** This servent if it is behind a firewall itself and can be asked; else null. */
    @Nullable Firewalled self();

    /** Where a servent can call us that has us in its queue, as a field. */
    HttpFields called(@Nullable Endpoint by);
  }

  private final Owner owner;
  private final AddressPolicy policy;
  private final Alternates alternates;
  private final long size;
  private final @Nullable Urn sha1;
  private final ContentCheck check;
  private final @Nullable TreeCheck parts;
  private final @Nullable TreeFetch tree;
  private final FetchedFiles fetched;
  private final Set<Endpoint> named = new LinkedHashSet<>();
  private final Set<Endpoint> good = new LinkedHashSet<>();
  private final Set<Endpoint> bad = new LinkedHashSet<>();

  private final FirewalledSources behind = new FirewalledSources();

  /** Who has us in its queue, by the URL that it is asked for. */
  private final Map<Url, Place> places = new HashMap<>(0);

  private @Nullable MultiSourceDownload download;
  private FetchedFiles.@Nullable FetchedFile offered;

  /**
   * Of a file that is not fetched yet.
   *
   * @param whole what hits have said that it is; a root of a tree among that is used if a hash of
   *     the whole can show that it was a lie
   */
  FileFetch(
      Owner owner,
      AddressPolicy policy,
      Alternates alternates,
      FetchedFiles fetched,
      HashCheck whole,
      long size) {
    this.fetched = fetched;
    this.owner = owner;
    this.policy = policy;
    this.alternates = alternates;
    this.size = size;
    sha1 = whole.expected(Urn.SHA1);
    Urn root = whole.expected(Urn.TIGER_TREE);
    if (root == null || !whole.isConclusive()) {
      check = whole;
      parts = null;
      tree = null;
    } else {
      parts = new TreeCheck(whole, size, root);
      check = parts;
      tree = new TreeFetch(parts, this::onTree);
    }
  }

  /** Null if it is not known. */
  @Nullable Urn sha1() {
    return sha1;
  }

  ContentCheck check() {
    return check;
  }

  /** Whether others are sent parts of it before it is complete. */
  boolean isShared() {
    return fetched.areOffered() && sha1 != null && parts != null;
  }

  void begin(MultiSourceDownload started) {
    download = started;
    if (sha1 != null && check.isConclusive()) {
      offered = new FetchedFiles.FetchedFile(sha1, started.held(), parts);
      fetched.add(offered);
    }
  }

  private void onTree() {
    if (download != null) {
      download.onPiecesKnown();
    }
  }

  /** A source is behind a firewall. */
  void behind(Url source, Firewalled servent) {
    behind.add(source, servent);
  }

  /** What a request says to a source of the others. */
  HttpFields fields(Url source, @Nullable Endpoint to) {
    Set<Endpoint> others = new LinkedHashSet<>();
    Endpoint own = fetched.at(sha1);
    if (own != null && to != null && policy.permits(to, own)) {
      others.add(own);
    }
    good.stream()
        .filter(each -> !each.equals(to) && others.size() < Alternates.MOST_TOLD)
        .forEach(others::add);
    Set<Endpoint> gone = new LinkedHashSet<>();
    bad.stream()
        .filter(each -> !each.equals(to) && gone.size() < Alternates.MOST_TOLD)
        .forEach(gone::add);
    return owner
        .called(to)
        .and(AlternateFields.field("X-Alt", others))
        .and(AlternateFields.field("X-NAlt", gone))
        .and(behind.fields(source, fetched.find(sha1) == null ? null : owner.self()));
  }

  /**
   * A source has answered.
   *
   * @param at where it was asked; null if it has dialled us
   */
  void onAnswer(
      HttpClient client,
      Url source,
      @Nullable Endpoint at,
      Reach namedBy,
      HttpResponse response,
      @Nullable Endpoint from) {
    if (tree != null) {
      tree.offer(client, source, namedBy, response);
    }
    places.remove(source);
    int status = response.status();
    if (at != null && (status == 200 || status == 206)) {
      onGood(at);
    } else if (at != null && (status == 404 || status == 410)) {
      onBad(at);
    }
    Firewalled useful = behind.onAnswer(source, response);
    if (sha1 != null && useful != null) {
      alternates.add(sha1, useful, useful.proxies().get(0));
    }
    if (sha1 != null && from != null) {
      alternates
          .named(response.fields(), Firewalled.HAVE, from)
          .forEach(each -> onNamed(each, sha1));
      AlternateFields.of(response.fields(), sha1).forEach(each -> onNamed(each, from));
    }
  }

  /**
   * A source has us in its queue.
   *
   * @param at where it was asked; null if it has dialled us
   */
  void onPlace(Url source, String id, @Nullable Endpoint at) {
    if (!id.isEmpty()) {
      places.put(source, new Place(id, at));
    }
  }

  /**
   * Somebody calls whom it has in its queue.
   *
   * @return which source it is; null if it is none, or the id is not the one that it has told
   */
  @Nullable Url caller(String id, Endpoint from) {
    for (Map.Entry<Url, Place> each : places.entrySet()) {
      Place place = each.getValue();
      if (place.id.equals(id) && (place.at == null || AddressKey.isSame(place.at, from))) {
        return each.getKey();
      }
    }
    return null;
  }

  /** A source is to be asked now. */
  void onReady(Url source) {
    if (download != null) {
      download.onReady(source.toString());
    }
  }

  private void onGood(Endpoint at) {
    if (!bad.contains(at) && good.size() < MOST_REMEMBERED && good.add(at) && sha1 != null) {
      alternates.add(sha1, at, at);
    }
  }

  private void onBad(Endpoint at) {
    good.remove(at);
    if (bad.size() < MOST_REMEMBERED) {
      bad.add(at);
    }
    if (sha1 != null) {
      alternates.remove(sha1, at, at);
    }
  }

  private void onNamed(Endpoint servent, Endpoint from) {
    boolean isOther = AlternateFields.isDialable(servent) && !servent.equals(fetched.at(sha1));
    boolean permitted = isOther && policy.permits(from, servent);
    Urn of = sha1;
    MultiSourceDownload into = download;
    if (!permitted || of == null || into == null || named.size() >= MOST_NAMED) {
      return;
    }
    if (!bad.contains(servent) && !good.contains(servent) && named.add(servent)) {
      into.offer(owner.source(servent, of, size, Reach.of(from), this));
    }
  }

  private void onNamed(Firewalled servent, Urn of) {
    MultiSourceDownload into = download;
    if (into != null && !servent.equals(owner.self()) && behind.isNew(servent)) {
      ContentSource source = owner.source(servent, of, size, this);
      if (source != null) {
        into.offer(source);
      }
    }
  }

  @Override
  public void onWrongContent() {
    owner.onWrongContent();
  }

  /** A source has sent a wrong part: others hear of it as if it had the file no more. */
  @Override
  public void onWrongSource(ContentSource source) {
    for (Endpoint each : Set.copyOf(good)) {
      if (each.toString().equals(source.name())) {
        onBad(each);
      }
    }
  }

  @Override
  public void onSourceDropped(MultiSourceDownload from, ContentSource source, String words) {
    owner.onSourceDropped(from, source, words);
  }

  @Override
  public void onOver(MultiSourceDownload over) {
    if (tree != null) {
      tree.close();
    }
    if (offered != null && over.state() != Download.State.COMPLETE) {
      fetched.remove(offered);
    }
    owner.onOver(over);
  }
}

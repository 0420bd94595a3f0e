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
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import java.util.LinkedHashSet;
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

  /** Whose download it is. */
  interface Owner extends MultiSourceDownload.Observer {

    /** A source of the same file that another has named. */
    ContentSource source(Endpoint at, Urn sha1, long size, Reach namedBy, FileFetch fetch);
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

  /** What a request says to a source of the others. */
  HttpFields fields(@Nullable Endpoint to) {
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
    return AlternateFields.field("X-Alt", others).and(AlternateFields.field("X-NAlt", gone));
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
    int status = response.status();
    if (at != null && (status == 200 || status == 206)) {
      onGood(at);
    } else if (at != null && (status == 404 || status == 410)) {
      onBad(at);
    }
    if (sha1 != null && from != null) {
      AlternateFields.of(response.fields(), sha1).forEach(each -> onNamed(each, from));
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
    boolean isOther = Alternates.isDialable(servent) && !servent.equals(fetched.at(sha1));
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

package io.peerwright.overlay.hybrid;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A fault of whatever tells hits and then that it has ended. A search does so and the list of what
 * one peer shares, so that one fault can be planted around either.
 */
@FunctionalInterface
interface HitFault {

  /** The search or the list without the fault. */
  @FunctionalInterface
  interface Source {
    Handle start(Consumer<? super Hit> hits, Consumer<? super Reason> ended);
  }

  /** Starts the source, with the fault. */
  Handle start(Loop loop, Source inner, Consumer<? super Hit> hits, Consumer<? super Reason> ended);

  /** Tells other hits. */
  static HitFault telling(UnaryOperator<Hit> change) {
    return (loop, inner, hits, ended) -> inner.start(hit -> hits.accept(change.apply(hit)), ended);
  }

  /** Tells only some of the hits; which, is decided anew for each search or list. */
  static HitFault only(Supplier<Predicate<Hit>> which) {
    return (loop, inner, hits, ended) -> {
      Predicate<Hit> told = which.get();
      return inner.start(
          hit -> {
            if (told.test(hit)) {
              hits.accept(hit);
            }
          },
          ended);
    };
  }

  /** Ends for another reason. */
  static HitFault ending(UnaryOperator<Reason> change) {
    return (loop, inner, hits, ended) ->
        inner.start(hits, reason -> ended.accept(change.apply(reason)));
  }

  /** Says nothing of an end for some reasons. */
  static HitFault hushing(Predicate<Reason> which) {
    return (loop, inner, hits, ended) ->
        inner.start(
            hits,
            reason -> {
              if (!which.test(reason)) {
                ended.accept(reason);
              }
            });
  }

  /** Ends twice. */
  static HitFault endingTwice() {
    return (loop, inner, hits, ended) ->
        inner.start(
            hits,
            reason -> {
              ended.accept(reason);
              loop.execute(() -> ended.accept(reason));
            });
  }

  /** Tells nothing more once a callback has thrown. */
  static HitFault givingUpWhoThrows() {
    return (loop, inner, hits, ended) -> {
      boolean[] thrown = {false};
      return inner.start(
          hit -> {
            if (!thrown[0]) {
              thrown[0] = true;
              hits.accept(hit);
              thrown[0] = false;
            }
          },
          ended);
    };
  }

  /** Makes peers with the fault in each search. */
  static BiFunction<Host, Overlay, Overlay> inSearch(Supplier<HitFault> fault) {
    return inSearchFor(
        () -> {
          HitFault ofPeer = fault.get();
          return query -> ofPeer;
        });
  }

  /** Makes peers with a fault in each search that depends on what is searched for. */
  static BiFunction<Host, Overlay, Overlay> inSearchFor(
      Supplier<Function<Query, HitFault>> faults) {
    return (host, inner) -> {
      Function<Query, HitFault> ofPeer = faults.get();
      return new FileTap(host, inner) {
        @Override
        public Handle search(
            Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
          Source search = (told, over) -> super.search(query, told, over);
          return ofPeer.apply(query).start(host.loop(), search, hits, ended);
        }
      };
    };
  }

  /** Makes peers that search for something else. */
  static BiFunction<Host, Overlay, Overlay> inQuery(UnaryOperator<Query> change) {
    return (host, inner) ->
        new FileTap(host, inner) {
          @Override
          public Handle search(
              Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
            return super.search(change.apply(query), hits, ended);
          }
        };
  }

  /** Makes peers with the fault in each list of what one peer shares. */
  static BiFunction<Host, Overlay, Overlay> inList(Supplier<HitFault> fault) {
    return (host, inner) -> {
      HitFault ofPeer = fault.get();
      return new FileTap(host, inner) {
        @Override
        public Handle browse(
            String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
          Source list = (told, over) -> super.browse(peer, told, over);
          return ofPeer.start(host.loop(), list, hits, ended);
        }
      };
    };
  }
}

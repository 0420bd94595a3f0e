package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.qrp.QueryHashes;
import io.peerwright.overlay.gnutella.qrp.QueryRoutingTable;
import io.peerwright.overlay.gnutella.qrp.TableUpdates;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which neighbours a query is worth sending to. A leaf tells its ultrapeers the words of its files;
 * an ultrapeer tells other ultrapeers those of its own files and of all its leaves, which counts on
 * the last hop only, for behind the neighbour there are others with other words.
 */
final class QueryRouting implements TimerTarget {

  /** Several files that are shared one after the other are told together. */
  private static final long GATHER_NANOS = 100_000_000L;

  /** From one change to the next one, for files of ours. */
  private static final long PAUSE_NANOS = 1_000_000_000L;

  /**
   * The same for leaves, of which one or the other always changes: at first, when many come, and in
   * the end, as other servents have it. What neighbours do not know yet, or know still, costs a hit
   * or a query on the last hop.
   */
  private static final int FIRST_LEAVES_PAUSE_SECONDS = 5;

  private static final int LEAVES_PAUSE_SECONDS = 60;

  /** The same when leaves have gone: that costs nobody a hit. */
  private static final int GONE_PAUSE_SECONDS = 300;

  private static final QueryHashes NO_WORDS = new QueryHashes();

  private final Loop loop;
  private final Turn turn;
  private final Neighbours neighbours;
  private final Counters counters;
  private final RandomGenerator random;
  private final Library library;
  private final boolean enabled;

  /** Null for one that forwards nothing. */
  private @Nullable QueryTargets targets;

  private List<Runnable> whenTold = List.of();

  /** Null while all neighbours have read what they were told. */
  private @Nullable Receipts receipts;

  private @Nullable QueryHashes hashes;
  private @Nullable QueryRoutingTable own;
  private long timer;
  private long dueAt;
  private long toldAt;
  private boolean toldOnce;
  private boolean filesChanged;
  private int leavesPauseSeconds = FIRST_LEAVES_PAUSE_SECONDS;

  QueryRouting(
      Loop loop,
      Turn turn,
      Neighbours neighbours,
      Counters counters,
      RandomGenerator random,
      Library library,
      boolean enabled) {
    this.loop = loop;
    this.turn = turn;
    this.neighbours = neighbours;
    this.counters = counters;
    this.random = random;
    this.library = library;
    this.enabled = enabled;
  }

  /** Asserts what must hold of the tables, ours and those of leaves; true. */
  boolean checkInvariants() {
    assert own == null || own.checkInvariants();
    neighbours.links().forEach(link -> checkInvariants(link, theirs(link)));
    return true;
  }

  private void checkInvariants(PeerLink link, @Nullable QueryRoutingTable table) {
    assert table == null || table.checkInvariants();
    assert targets == null || targets.checkInvariants(link, table);
  }

  private @Nullable QueryRoutingTable theirs(PeerLink link) {
    return hears(link) ? link.state().tables().theirs() : null;
  }

  // What neighbours are told.

  /** Whether the other side of a link wants our table. */
  private boolean tells(PeerLink link) {
    return enabled
        && link.theirs() == Role.ULTRAPEER
        && link.traits()
            .has(
                link.ours() == Role.LEAF
                    ? PeerTraits.QUERY_ROUTING
                    : PeerTraits.ULTRAPEER_QUERY_ROUTING);
  }

  /** Whether the other side of a link tells us of its words, sooner or later. */
  private boolean hears(PeerLink link) {
    return enabled && link.ours() == Role.ULTRAPEER && link.traits().has(PeerTraits.QUERY_ROUTING);
  }

  /** A new neighbour is told what there is. */
  void onLinked(PeerLink link) {
    if (targets != null) {
      targets.add(link, hears(link));
    } else if (link.ours() != Role.LEAF) {
      QueryTargets first = new QueryTargets();
      targets = first;
      neighbours.links().forEach(each -> first.add(each, hears(each)));
    }
    if (tells(link)) {
      tell(link, new TableUpdates(table()));
    }
  }

  /** It is pinged after that. */
  void onPinged(PeerLink link, Guid ping) {
    if (tells(link)) {
      receipts().expect(link, ping);
    }
  }

  private Receipts receipts() {
    Receipts known = receipts == null ? new Receipts(loop, turn, random) : receipts;
    receipts = known;
    return known;
  }

  /** A neighbour has read what was sent before a ping. */
  void onPong(Guid ping) {
    if (receipts != null) {
      receipts.onPong(ping);
      forgetReceipts();
    }
  }

  private void forgetReceipts() {
    if (receipts != null && receipts.isDone()) {
      receipts = null;
    }
  }

  /**
   * A link is over.
   *
   * @param linked whether it ever was one
   */
  void onGone(PeerLink link, boolean linked) {
    if (linked && targets != null) {
      targets.remove(link);
    }
    if (linked && link.theirs() == Role.LEAF) {
      onLeafGone(link);
    }
    if (receipts != null) {
      receipts.onGone(link);
      forgetReceipts();
    }
  }

  /** False if it knows the table. */
  private boolean tell(PeerLink link, TableUpdates updates) {
    List<Message> messages = link.state().tables().tell(updates);
    for (Message message : messages) {
      counters.tableBytes += message.payloadLength();
      link.send(Guid.random(random), 1, message);
    }
    return !messages.isEmpty();
  }

  private QueryRoutingTable table() {
    QueryRoutingTable files = own == null ? new TableUpdates(library.table()).table() : own;
    own = files;
    if (neighbours.leaves() == 0) {
      return files;
    }
    List<QueryRoutingTable> all = new ArrayList<>();
    all.add(files);
    neighbours
        .links()
        .forEach(
            link -> {
              QueryRoutingTable theirs =
                  link.theirs() == Role.LEAF ? link.state().tables().theirs() : null;
              if (theirs != null) {
                all.add(theirs);
              }
            });
    return QueryRoutingTable.merge(all);
  }

  /** Other files are shared from now on. */
  void onShared() {
    own = null;
    filesChanged = true;
    changed(PAUSE_NANOS);
  }

  /** A leaf has come with files, or has others. */
  private void onLeaves(PeerLink leaf) {
    if (targets != null) {
      targets.told(leaf, leaf.state().tables().theirs());
    }
    changed(leavesPauseSeconds * 1_000_000_000L);
  }

  /** A leaf has gone, and its words with it. */
  private void onLeafGone(PeerLink leaf) {
    QueryRoutingTable theirs = leaf.state().tables().theirs();
    if (theirs != null && theirs.count() > 0) {
      changed(GONE_PAUSE_SECONDS * 1_000_000_000L);
    }
  }

  private void changed(long pause) {
    if (!enabled || neighbours.links().size() == 0) {
      return;
    }
    long now = loop.nanoTime();
    long due = now + GATHER_NANOS;
    if (toldOnce) {
      due = Math.max(due, toldAt + pause);
    }
    if (timer == 0 || due < dueAt) {
      loop.cancel(timer);
      dueAt = due;
      timer = loop.schedule(due - now, this, 0, 0);
    }
  }

  /** Runs when neighbours have read what is shared now. */
  void whenTold(Runnable then) {
    if (timer == 0) {
      receipts().whenHere(then);
    } else {
      whenTold = whenTold.isEmpty() ? new ArrayList<>() : whenTold;
      whenTold.add(then);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    toldOnce = true;
    toldAt = loop.nanoTime();
    TableUpdates updates = new TableUpdates(table());
    // Nobody waits for what leaves have told.
    boolean asks = filesChanged;
    filesChanged = false;
    if (!asks) {
      leavesPauseSeconds = Math.min(2 * leavesPauseSeconds, LEAVES_PAUSE_SECONDS);
    }
    neighbours
        .links()
        .forEach(
            link -> {
              if (tells(link) && tell(link, updates) && asks) {
                receipts().ask(link);
              }
            });
    List<Runnable> waiting = whenTold;
    whenTold = List.of();
    turn.end();
    waiting.forEach(receipts()::whenHere);
  }

  /** No neighbour is left. */
  void close() {
    loop.cancel(timer);
    timer = 0;
    whenTold = List.of();
    if (receipts != null) {
      receipts.close();
      receipts = null;
    }
  }

  // What neighbours tell.

  /** A message about a table. A neighbour that cannot keep to the rules goes. */
  void onMessage(PeerLink from, Message message) {
    boolean leaf = from.theirs() == Role.LEAF;
    try {
      if (hears(from) && from.state().tables().receive(message, loop.nanoTime()) && leaf) {
        onLeaves(from);
      }
    } catch (MalformedException malformed) {
      counters.malformed++;
      from.bye(400, "Query routing table: " + malformed.getMessage());
    }
  }

  // Which of them a query is for.

  /** Takes the words of the query that begins there, for {@link #isFor}. */
  void read(ByteBuffer data, int at) {
    if (enabled && neighbours.role() == Role.ULTRAPEER) {
      hashes().read(data, at);
    }
  }

  /**
   * Chooses the links that the query may be for.
   *
   * @param toLeaves whether leaves are asked
   * @param on whether those are asked that forward
   * @return the first place of such a link; {@link #next} tells of those that follow
   */
  int first(boolean toLeaves, boolean on) {
    if (targets == null) {
      return QueryTargets.NONE;
    }
    boolean read = enabled && neighbours.role() == Role.ULTRAPEER;
    targets.select(read ? hashes() : NO_WORDS, toLeaves, on);
    return targets.next(0);
  }

  /** The next place; below 0 if none is left. */
  int next(int place) {
    return targets == null ? QueryTargets.NONE : targets.next(place + 1);
  }

  /** So many leaves do not get the query, for they were not chosen. */
  void countSkipped(int leaves) {
    if (leaves > 0) {
      counters.relayed().filteredQueries += leaves;
    }
  }

  private QueryHashes hashes() {
    QueryHashes words = hashes == null ? new QueryHashes() : hashes;
    hashes = words;
    return words;
  }

  /** The words that a neighbour has told; null if it has not, or is not asked by them. */
  private @Nullable QueryRoutingTable table(PeerLink to) {
    return hears(to) ? to.state().tables().theirs() : null;
  }

  /** Whether a neighbour has told its words. */
  boolean hasTable(PeerLink to) {
    return table(to) != null;
  }

  /** Whether a neighbour has told words that the query looks for. */
  boolean hasTold(PeerLink to) {
    QueryRoutingTable table = table(to);
    return table != null && table.mayAnswer(hashes());
  }

  /**
   * Whether a neighbour, or one of its leaves, may answer the query.
   *
   * @param ttl with which it would be sent
   * @param hops with which it would be sent
   */
  boolean isFor(PeerLink to, int ttl, int hops) {
    if (!to.state().wantsHops(hops)) {
      counters.relayed().filteredQueries++;
      return false;
    }
    boolean leaf = to.theirs() == Role.LEAF;
    if (!hears(to) || !leaf && ttl > 1) {
      return true;
    }
    QueryRoutingTable table = to.state().tables().theirs();
    // A leaf tells at once; who has told nothing yet has nothing yet.
    boolean may = table == null ? !leaf : table.mayAnswer(hashes());
    if (!may) {
      counters.relayed().filteredQueries++;
    }
    return may;
  }
}

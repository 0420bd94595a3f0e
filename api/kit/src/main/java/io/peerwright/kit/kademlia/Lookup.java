package io.peerwright.kit.kademlia;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The way to a number: of all that are known, the nearest that has not been asked is asked for
 * those that it knows, {@value #AT_ONCE} at a time, until the {@value RoutingTable#K} nearest have
 * answered. What is near is a matter of the overlay: the {@link Distance} of its peers to a number.
 * Each answer is nearer by a bit at least where tables are full, so among n peers it takes at most
 * about log2(n) rounds. Who does not answer is passed over; answers name at most {@value
 * RoutingTable#K}, and no more than {@value #MAX_ASKED} are asked, whatever strangers make up.
 */
public final class Lookup {

  private static final int AT_ONCE = 3;
  private static final int MAX_ASKED = 200;

  /** Asks a peer for those that it knows near the number. */
  @FunctionalInterface
  public interface Asker {

    /**
     * Asks.
     *
     * @param answered to be told those that may be asked too; or {@code silent}, once
     */
    void ask(Contact to, Consumer<List<Contact>> answered, Runnable silent);
  }

  private final BigInteger own;
  private final BigInteger target;
  private final Distance distance;
  private final Asker asker;
  private final Consumer<? super List<Contact>> done;
  private final TreeMap<BigInteger, Contact> nearest = new TreeMap<>();
  private final Set<BigInteger> asked = new HashSet<>();
  private int underWay;
  private boolean over;

  /**
   * Begins to look, as Kademlia does.
   *
   * @param done told once, perhaps before this returns, those that have answered, up to {@value
   *     RoutingTable#K}, the nearest first; not after {@link #end}
   */
  public Lookup(
      RoutingTable table, BigInteger target, Asker asker, Consumer<? super List<Contact>> done) {
    this(table.own(), table.closest(target), target, Distance.XOR, asker, done);
  }

  /**
   * Begins to look, in an overlay with another idea of what is near, such as a ring.
   *
   * @param own the number of this peer, which is not asked
   * @param known whom this peer knows: all, or those near the target
   * @param distance how far a peer is from the target; a way leads there if each peer on it knows
   *     another that is nearer
   * @param done as in the shorter form
   */
  public Lookup(
      BigInteger own,
      Collection<Contact> known,
      BigInteger target,
      Distance distance,
      Asker asker,
      Consumer<? super List<Contact>> done) {
    this.own = own;
    this.target = target;
    this.distance = distance;
    this.asker = asker;
    this.done = done;
    known.forEach(this::add);
    proceed();
  }

  /** Ends it: what was looked for is there. */
  public void end() {
    over = true;
  }

  private void add(Contact contact) {
    if (!contact.id().equals(own) && !asked.contains(contact.id())) {
      // Those who were silent are not told of again. The first word on where somebody is counts:
      // later ones could draw questions elsewhere.
      nearest.putIfAbsent(distance.between(contact.id(), target), contact);
    }
  }

  private List<Contact> found() {
    return nearest.values().stream().limit(RoutingTable.K).toList();
  }

  private void proceed() {
    while (!over && underWay < AT_ONCE && asked.size() < MAX_ASKED) {
      Optional<Contact> next =
          found().stream().filter(each -> !asked.contains(each.id())).findFirst();
      if (next.isEmpty()) {
        break;
      }
      ask(next.get());
    }
    if (!over && underWay == 0) {
      over = true;
      done.accept(found().stream().filter(each -> asked.contains(each.id())).toList());
    }
  }

  private void ask(Contact contact) {
    asked.add(contact.id());
    underWay++;
    asker.ask(
        contact,
        named -> {
          underWay--;
          named.stream().limit(RoutingTable.K).forEach(this::add);
          proceed();
        },
        () -> {
          underWay--;
          nearest.remove(distance.between(contact.id(), target));
          proceed();
        });
  }
}

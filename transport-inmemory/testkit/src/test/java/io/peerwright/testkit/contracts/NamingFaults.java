package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.overlay.Urn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Faults of overlays that offer names. */
final class NamingFaults {

  private NamingFaults() {}

  static class GivesAway extends FakeNaming {
    GivesAway(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean mayReplace(Entry known) {
      return true;
    }
  }

  static class RefusesWithoutReason extends FakeNaming {
    RefusesWithoutReason(Host host, Board board) {
      super(host, board);
    }

    @Override
    Exception refusal(Urn name) {
      return new IllegalArgumentException(name + " is taken");
    }
  }

  static class RefusesOwner extends FakeNaming {
    RefusesOwner(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean mayReplace(Entry known) {
      return false;
    }
  }

  static class BindsBeforeJoining extends FakeNaming {
    BindsBeforeJoining(Host host, Board board) {
      super(host, board);
    }

    @Override
    void whenJoined(Runnable task) {
      host.loop().schedule(DELAY_NANOS, task);
    }

    @Override
    void renew(Urn key, Entry entry) {
      entry.expiresAt = host.loop().nanoTime() + entry.ttlNanos;
    }
  }

  static class ForgetsItsNames extends FakeNaming {
    ForgetsItsNames(Host host, Board board) {
      super(host, board);
    }

    @Override
    void restore(Map<Urn, Entry> names) {}
  }

  static class KeepsOld extends FakeNaming {
    private NameRecord first;

    KeepsOld(Host host, Board board) {
      super(host, board);
    }

    @Override
    NameRecord stored(NameRecord record) {
      first = first == null ? record : first;
      return first;
    }
  }

  static class WithdrawsNothing extends FakeNaming {
    WithdrawsNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    void withdraw(Urn key, Entry entry) {}
  }

  static class WithdrawsByName extends FakeNaming {
    WithdrawsByName(Host host, Board board) {
      super(host, board);
    }

    @Override
    void withdraw(Urn key, Entry entry) {
      board().entries.remove(key);
    }
  }

  static class WithdrawsAll extends FakeNaming {
    WithdrawsAll(Host host, Board board) {
      super(host, board);
    }

    @Override
    void withdraw(Urn key, Entry entry) {
      board().entries.values().removeIf(each -> each.holder == this);
    }
  }

  static class ForgetsToRenew extends FakeNaming {
    ForgetsToRenew(Host host, Board board) {
      super(host, board);
    }

    @Override
    void renew(Urn key, Entry entry) {
      entry.expiresAt = host.loop().nanoTime() + entry.ttlNanos;
    }
  }

  static class NeverForgets extends FakeNaming {
    NeverForgets(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isExpired(Entry entry) {
      return false;
    }
  }

  static class RenewsForEver extends FakeNaming {
    RenewsForEver(Host host, Board board) {
      super(host, board);
    }

    @Override
    void renew(Urn key, Entry entry) {
      present = true;
      super.renew(key, entry);
    }
  }

  static class HoldsForTheDead extends FakeNaming {
    HoldsForTheDead(Host host, Board board) {
      super(host, board);
    }

    @Override
    Entry valid(Urn key) {
      return board().entries.get(key);
    }

    @Override
    List<NameRecord> found(Urn name) {
      Entry entry = valid(name);
      return entry == null || isExpired(entry) ? List.of() : List.of(entry.record);
    }
  }

  static class FindsOwn extends FakeNaming {
    FindsOwn(Host host, Board board) {
      super(host, board);
    }

    @Override
    List<NameRecord> found(Urn name) {
      Entry entry = valid(name);
      return entry == null || entry.holder != this ? List.of() : List.of(entry.record);
    }
  }

  static class FindsOthers extends FakeNaming {
    FindsOthers(Host host, Board board) {
      super(host, board);
    }

    @Override
    List<NameRecord> found(Urn name) {
      Entry entry = valid(name);
      return entry == null || entry.holder == this ? List.of() : List.of(entry.record);
    }
  }

  static class FindsAlways extends FakeNaming {
    FindsAlways(Host host, Board board) {
      super(host, board);
    }

    @Override
    List<NameRecord> found(Urn name) {
      List<NameRecord> found = super.found(name);
      return found.isEmpty() ? List.of(NameRecord.unsigned(List.of(), Map.of())) : found;
    }
  }

  static class FailsForNothing extends FakeNaming {
    FailsForNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    <T> void complete(CompletableFuture<T> stage, T value) {
      if (List.of().equals(value)) {
        stage.completeExceptionally(new IllegalStateException("not found"));
      } else {
        super.complete(stage, value);
      }
    }
  }

  static class MixesNames extends FakeNaming {
    MixesNames(Host host, Board board) {
      super(host, board);
    }

    @Override
    Urn key(Urn name) {
      return new Urn(name.namespace(), name.value().substring(0, 1));
    }

    @Override
    boolean mayReplace(Entry known) {
      return true;
    }
  }

  static class HoldsFiveNames extends FakeNaming {
    HoldsFiveNames(Host host, Board board) {
      super(host, board);
    }

    @Override
    void renew(Urn key, Entry entry) {
      if (board().entries.values().stream().filter(each -> each.holder == this).count() > 5) {
        board().entries.remove(key);
      }
      super.renew(key, entry);
    }
  }

  static class LosesAttributes extends FakeNaming {
    LosesAttributes(Host host, Board board) {
      super(host, board);
    }

    @Override
    NameRecord stored(NameRecord record) {
      return new NameRecord(
          record.endpoints(),
          Map.of("speed", record.attributes().getOrDefault("speed", "")),
          record.sequence(),
          record.publicKey(),
          record.signature());
    }
  }

  static class SortsEndpoints extends FakeNaming {
    SortsEndpoints(Host host, Board board) {
      super(host, board);
    }

    @Override
    NameRecord stored(NameRecord record) {
      return new NameRecord(
          record.endpoints().stream().sorted().toList(),
          record.attributes(),
          record.sequence(),
          record.publicKey(),
          record.signature());
    }
  }

  static class WantsAnEndpoint extends FakeNaming {
    WantsAnEndpoint(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isGenuine(Urn name, NameRecord record) {
      return !record.endpoints().isEmpty() && super.isGenuine(name, record);
    }
  }

  static class LosesSignatures extends FakeNaming {
    LosesSignatures(Host host, Board board) {
      super(host, board);
    }

    @Override
    NameRecord stored(NameRecord record) {
      return NameRecord.unsigned(record.endpoints(), record.attributes());
    }
  }

  static class BelievesAll extends FakeNaming {
    BelievesAll(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isGenuine(Urn name, NameRecord record) {
      return true;
    }
  }

  /** A signature that cannot be read at all passes. */
  static class TakesErrorsForYes extends FakeNaming {
    TakesErrorsForYes(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isGenuine(Urn name, NameRecord record) {
      return record.signature().length() < 40 || super.isGenuine(name, record);
    }
  }

  /** Takes a record that is signed for any of the names it has heard of. */
  static class IgnoresName extends FakeNaming {
    IgnoresName(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isGenuine(Urn name, NameRecord record) {
      return super.isGenuine(name, record) || super.isGenuine(Urn.user("name2"), record);
    }
  }

  static class AnswersTooLate extends FakeNaming {
    AnswersTooLate(Host host, Board board) {
      super(host, board);
    }

    @Override
    long answerNanos(Duration within) {
      return 3 * within.toNanos();
    }
  }

  static class CompletesElsewhere extends FakeNaming {
    CompletesElsewhere(Host host, Board board) {
      super(host, board);
    }

    @Override
    <T> void complete(CompletableFuture<T> stage, T value) {
      Elsewhere.run(() -> stage.complete(value));
    }
  }

  static class SharesATable extends FakeNaming {
    private static final Board TABLE = new Board();

    SharesATable(Host host, Board board) {
      super(host, TABLE);
    }
  }
}

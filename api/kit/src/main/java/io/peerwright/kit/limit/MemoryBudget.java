package io.peerwright.kit.limit;

import io.peerwright.api.net.Endpoint;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One budget of memory for all that strangers make us hold: queues, messages, shares, connections.
 * What each of them costs is an estimate of its owner's.
 *
 * <p>When the budget is exceeded, the costliest is shed first: of the {@link AddressKey} that costs
 * most the account that costs most, until the rest fits. So whoever fills the memory pays with its
 * own, however many connections it spreads that over.
 *
 * <p>Addresses stand in classes by the power of two of what they cost, so that a reservation is
 * O(1) and shedding looks at the costliest class only. Used on one loop.
 */
public final class MemoryBudget {

  private static final int CLASSES = Long.SIZE;

  private final long maxBytes;
  private final Map<AddressKey, Owner> owners = new HashMap<>();
  private final Map<Integer, Set<Owner>> classes = new HashMap<>();
  private long usedBytes;
  private long shed;

  /** Somebody who has something to give back. */
  @FunctionalInterface
  public interface Holder {

    /**
     * Its account has been closed, and it must let go of everything that stood there. Called in the
     * middle of somebody's reservation, perhaps its own: it may close links and drop buffers, but
     * reserves nothing.
     */
    void shed();
  }

  /** All accounts of one address. */
  private static final class Owner {
    private final AddressKey key;
    private final Set<Account> accounts = new LinkedHashSet<>(2);
    private long bytes;

    private Owner(AddressKey key) {
      this.key = key;
    }
  }

  /** What one holder costs. */
  public final class Account {
    private final Owner owner;
    private final Holder holder;
    private long bytes;
    private boolean closed;

    private Account(Owner owner, Holder holder) {
      this.owner = owner;
      this.holder = holder;
    }

    /**
     * Takes from the budget, and sheds if it is exceeded.
     *
     * @return false if that cost this account: its holder has been shed
     */
    public boolean reserve(long more) {
      if (!closed) {
        add(this, more);
        shedDownTo(maxBytes);
      }
      return !closed;
    }

    /** Gives back; of a closed account nothing is left to be given. */
    public void release(long less) {
      if (!closed) {
        add(this, -Math.min(less, bytes));
      }
    }

    /**
     * Takes or gives back until so much stands here.
     *
     * @return false if that cost this account: its holder has been shed
     */
    public boolean hold(long bytes) {
      if (bytes > this.bytes) {
        return reserve(bytes - this.bytes);
      }
      release(this.bytes - bytes);
      return !closed;
    }

    /** True once closed or shed. */
    public boolean isClosed() {
      return closed;
    }

    /** Gives everything back. More than once is not an error. */
    public void close() {
      if (!closed) {
        closed = true;
        add(this, -bytes);
        owner.accounts.remove(this);
        if (owner.accounts.isEmpty()) {
          owners.remove(owner.key);
        }
      }
    }
  }

  /** A budget of which nothing is used. */
  public MemoryBudget(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1, is " + maxBytes);
    }
    this.maxBytes = maxBytes;
  }

  /** What may be used. */
  public long maxBytes() {
    return maxBytes;
  }

  /** What is used. */
  public long usedBytes() {
    return usedBytes;
  }

  /** How many holders have been shed. */
  public long shed() {
    return shed;
  }

  /** An empty account for somebody at an address. */
  public Account open(Endpoint address, Holder holder) {
    Owner owner = owners.computeIfAbsent(AddressKey.of(address), Owner::new);
    Account account = new Account(owner, holder);
    owner.accounts.add(account);
    return account;
  }

  /** Sheds the costliest until no more than this is used, as when the system runs short. */
  public void shedDownTo(long bytes) {
    while (usedBytes > bytes) {
      Account costliest = costliest();
      if (costliest == null) {
        return;
      }
      costliest.close();
      shed++;
      costliest.holder.shed();
    }
  }

  private @Nullable Account costliest() {
    Owner owner = null;
    for (int sizeClass = CLASSES; sizeClass > 0 && owner == null; sizeClass--) {
      for (Owner each : classes.getOrDefault(sizeClass, Set.of())) {
        owner = owner == null || each.bytes > owner.bytes ? each : owner;
      }
    }
    Account account = null;
    for (Account each : owner == null ? Set.<Account>of() : owner.accounts) {
      account = account == null || each.bytes > account.bytes ? each : account;
    }
    return account;
  }

  private void add(Account account, long more) {
    Owner owner = account.owner;
    int before = sizeClass(owner.bytes);
    account.bytes += more;
    owner.bytes += more;
    usedBytes += more;
    int after = sizeClass(owner.bytes);
    if (after != before) {
      Set<Owner> old = classes.get(before);
      if (old != null) {
        old.remove(owner);
      }
      if (after > 0) {
        classes.computeIfAbsent(after, k -> new LinkedHashSet<>()).add(owner);
      }
    }
  }

  /** 0 for nothing, else one more than the logarithm to base 2. */
  private static int sizeClass(long bytes) {
    return Long.SIZE - Long.numberOfLeadingZeros(bytes);
  }
}

package io.peerwright.multicast.endhost;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Members that are known and not linked to, to be dialled when others are lost: HyParView's passive
 * view. In columns, 18 bytes each; when it is full, one by chance gives way.
 */
final class PassiveView {

  /** As HyParView has it for 10,000 members. */
  static final int MOST = 30;

  private final long[] high = new long[MOST];
  private final long[] low = new long[MOST];
  private final char[] ports = new char[MOST];
  private int size;

  int size() {
    return size;
  }

  void add(Endpoint member, RandomGenerator random) {
    if (find(member) < 0) {
      int at = size < MOST ? size++ : random.nextInt(MOST);
      high[at] = member.high();
      low[at] = member.low();
      ports[at] = (char) member.port();
    }
  }

  void remove(Endpoint member) {
    int at = find(member);
    if (at >= 0) {
      size--;
      high[at] = high[size];
      low[at] = low[size];
      ports[at] = ports[size];
    }
  }

  /** So many by chance, or all of them if there are not so many. */
  List<Endpoint> sample(int count, RandomGenerator random) {
    List<Endpoint> sample = new ArrayList<>(Math.min(count, size));
    int start = size == 0 ? 0 : random.nextInt(size);
    for (int i = 0; i < Math.min(count, size); i++) {
      sample.add(get((start + i) % size));
    }
    return sample;
  }

  /** One by chance that fits; null if none does. */
  @Nullable Endpoint pick(Predicate<Endpoint> fits, RandomGenerator random) {
    int start = size == 0 ? 0 : random.nextInt(size);
    for (int i = 0; i < size; i++) {
      Endpoint each = get((start + i) % size);
      if (fits.test(each)) {
        return each;
      }
    }
    return null;
  }

  private Endpoint get(int at) {
    return new Endpoint(high[at], low[at], ports[at], 0);
  }

  private int find(Endpoint member) {
    for (int i = 0; i < size; i++) {
      if (low[i] == member.low() && ports[i] == member.port() && high[i] == member.high()) {
        return i;
      }
    }
    return -1;
  }
}

package io.peerwright.transport.inmemory.topology;

import io.peerwright.transport.inmemory.chance.Mix;
import java.util.Arrays;

/** The lines between routers, in both directions alike. Under construction, then only read. */
final class Lines {

  private int[] one = new int[16];
  private int[] other = new int[16];
  private int[] micros = new int[16];
  private int count;

  /** How many lines there are; they are numbered from 0. */
  int count() {
    return count;
  }

  int one(int line) {
    return one[line];
  }

  int other(int line) {
    return other[line];
  }

  int micros(int line) {
    return micros[line];
  }

  /** The end of a line that is not {@code router}. */
  int across(int line, int router) {
    return one[line] == router ? other[line] : one[line];
  }

  void add(int a, int b, int delayMicros) {
    if (count == one.length) {
      one = Arrays.copyOf(one, count * 2);
      other = Arrays.copyOf(other, count * 2);
      micros = Arrays.copyOf(micros, count * 2);
    }
    one[count] = a;
    other[count] = b;
    micros[count] = delayMicros;
    count++;
  }

  /** The line between two neighbours; -1 if they are none. */
  int between(int a, int b) {
    for (int line = 0; line < count; line++) {
      if (one[line] == a && other[line] == b || one[line] == b && other[line] == a) {
        return line;
      }
    }
    return -1;
  }

  /** A transit-stub network: the transit routers first, then the stubs one after the other. */
  static Lines of(TransitStub plan, long seed) {
    Lines lines = new Lines();
    Mix random = new Mix(Mix.of(seed, 7));
    int domain = plan.transitRouters();
    int transit = plan.transitDomains() * domain;
    for (int first = 0; first < transit; first += domain) {
      lines.domain(plan, first, domain, plan.transitMicros(), random);
      for (int earlier = 0; earlier < first; earlier += domain) {
        int here = first + draw(random, domain);
        int there = earlier + draw(random, domain);
        lines.add(here, there, about(plan.betweenDomainsMicros(), random));
      }
    }
    int next = transit;
    for (int router = 0; router < transit; router++) {
      for (int stub = 0; stub < plan.stubDomains(); stub++) {
        lines.domain(plan, next, plan.stubRouters(), plan.stubMicros(), random);
        int gateway = next + draw(random, plan.stubRouters());
        lines.add(router, gateway, about(plan.stubUplinkMicros(), random));
        next += plan.stubRouters();
      }
    }
    return lines;
  }

  /** A random tree, and some lines across it. */
  private void domain(TransitStub plan, int first, int size, int delayMicros, Mix random) {
    for (int i = 1; i < size; i++) {
      add(first + i, first + draw(random, i), about(delayMicros, random));
    }
    int extra = size < 3 ? 0 : size * plan.extraLinesPercent() / 100;
    for (int i = 0; i < extra; i++) {
      int a = draw(random, size);
      int b = (a + 1 + draw(random, size - 1)) % size;
      if (between(first + a, first + b) < 0) {
        add(first + a, first + b, about(delayMicros, random));
      }
    }
  }

  private static int draw(Mix random, int bound) {
    return (int) Mix.scale(random.nextLong(), bound);
  }

  private static int about(int delayMicros, Mix random) {
    return delayMicros / 2 + draw(random, delayMicros + 1);
  }
}

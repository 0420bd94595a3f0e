package io.peerwright.samples.servents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Who is linked to whom. Numbered so that everybody but the first one is linked to somebody before
 * it: servents that come in this order need to dial those before them only.
 */
public final class Graph {

  private final int[][] links;

  private Graph(int[][] links) {
    this.links = links;
  }

  /** Links between pairs by chance, so many that each has {@code degree} on the average. */
  public static Graph random(int nodes, int degree, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Integer>> links = empty(nodes);
    for (long left = (long) nodes * degree / 2; left > 0; ) {
      left -= link(links, random.nextInt(nodes), random.nextInt(nodes)) ? 1 : 0;
    }
    return ordered(links);
  }

  /**
   * Newcomers link to those that have many links, each to half of {@code degree} (Barabasi 1999).
   */
  public static Graph powerLaw(int nodes, int degree, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Integer>> links = empty(nodes);
    int each = degree / 2;
    // Each end of each link once: who is drawn from here is drawn by its links.
    int[] ends = new int[2 * each * nodes];
    int count = 0;
    for (int node = 1; node < nodes; node++) {
      for (int k = 0, tries = 0; k < Math.min(each, node) && tries < 100; tries++) {
        int other = count == 0 ? 0 : ends[random.nextInt(count)];
        if (link(links, node, other)) {
          ends[count++] = node;
          ends[count++] = other;
          k++;
        }
      }
    }
    return ordered(links);
  }

  /** Everybody has {@code degree} links, but for the few that find nobody in the end. */
  public static Graph regular(int nodes, int degree, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Integer>> links = empty(nodes);
    int[] open = IntStream.range(0, nodes).toArray();
    int count = nodes;
    for (long tries = 100L * nodes; count > 1 && tries > 0; tries--) {
      int one = random.nextInt(count);
      int other = random.nextInt(count);
      if (link(links, open[one], open[other])) {
        for (int place : new int[] {Math.max(one, other), Math.min(one, other)}) {
          if (links.get(open[place]).size() == degree) {
            open[place] = open[--count];
          }
        }
      }
    }
    return ordered(links);
  }

  private static List<List<Integer>> empty(int nodes) {
    List<List<Integer>> links = new ArrayList<>(nodes);
    for (int i = 0; i < nodes; i++) {
      links.add(new ArrayList<>());
    }
    return links;
  }

  private static boolean link(List<List<Integer>> links, int one, int other) {
    if (one == other || links.get(one).contains(other)) {
      return false;
    }
    links.get(one).add(other);
    links.get(other).add(one);
    return true;
  }

  /** Breadth first from the one with the most links; who is not reached is left out. */
  private static Graph ordered(List<List<Integer>> links) {
    int first = 0;
    for (int i = 0; i < links.size(); i++) {
      first = links.get(i).size() > links.get(first).size() ? i : first;
    }
    int[] number = new int[links.size()];
    Arrays.fill(number, -1);
    List<Integer> order = new ArrayList<>();
    ArrayDeque<Integer> next = new ArrayDeque<>(List.of(first));
    number[first] = 0;
    while (!next.isEmpty()) {
      int node = next.poll();
      order.add(node);
      for (int other : links.get(node)) {
        if (number[other] < 0) {
          number[other] = order.size() + next.size();
          next.add(other);
        }
      }
    }
    int[][] ordered = new int[order.size()][];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = links.get(order.get(i)).stream().mapToInt(each -> number[each]).toArray();
    }
    return new Graph(ordered);
  }

  /** How many are linked, the first one directly or by others. */
  public int size() {
    return links.length;
  }

  /** The neighbours of one. */
  public int[] links(int node) {
    return links[node].clone();
  }

  /** The number of links. */
  public long count() {
    return Arrays.stream(links).mapToLong(each -> each.length).sum() / 2;
  }
}

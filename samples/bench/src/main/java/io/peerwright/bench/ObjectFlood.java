package io.peerwright.bench;

import java.util.PriorityQueue;
import java.util.Random;

/**
 * The flood in the way of simulators that pass objects: a heap of events, a message object for each
 * hop, no bytes, no addresses, no trace. What is compared with.
 */
final class ObjectFlood {

  private static final int REMEMBERED = 4;

  private record Message(long id, int ttl, int hops, int from) {}

  private record Event(long time, long sequence, int to, Message message)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time != other.time
          ? Long.compare(time, other.time)
          : Long.compare(sequence, other.sequence);
    }
  }

  private static final class Node {
    private final int[] neighbours;
    private final long[] seen = new long[REMEMBERED];
    private int next;

    Node(int[] neighbours) {
      this.neighbours = neighbours;
    }

    boolean isNew(long id) {
      for (long each : seen) {
        if (each == id) {
          return false;
        }
      }
      seen[next++ & REMEMBERED - 1] = id;
      return true;
    }
  }

  private final Node[] nodes;
  private final Random random = new Random(1);
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private long now;
  private long sequence;
  private long events;

  ObjectFlood(int[][] graph) {
    nodes = new Node[graph.length];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new Node(graph[i]);
    }
  }

  long events() {
    return events;
  }

  /** Floods one query to its end. */
  void flood(int start, long id, int ttl) {
    nodes[start].isNew(id);
    forward(start, new Message(id, ttl, 0, -1));
    for (Event event = queue.poll(); event != null; event = queue.poll()) {
      now = event.time;
      events++;
      Message message = event.message;
      if (nodes[event.to].isNew(message.id) && message.ttl > 1) {
        forward(event.to, message);
      }
    }
  }

  private void forward(int node, Message message) {
    for (int neighbour : nodes[node].neighbours) {
      if (neighbour != message.from) {
        long time = now + 10_000_000 + random.nextInt(90_000_000);
        Message next = new Message(message.id, message.ttl - 1, message.hops + 1, node);
        queue.add(new Event(time, sequence++, neighbour, next));
      }
    }
  }
}

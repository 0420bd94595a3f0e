package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in the queue for uploads of a servent. Told as {@code X-Queue} to who knows queues of
 * version 0.1, where the connection is kept, and as {@code X-Queued} to who knows version 1 (PARQ),
 * where an id keeps the place and the connection may end.
 *
 * @param position 1 for the next; 0 if it is not told
 * @param length how many wait; 0 if it is not told
 * @param minSeconds not to be asked again earlier
 * @param maxSeconds to be asked again until then
 * @param id to be told when it is asked again; empty if there is none
 */
record QueuePlace(int position, int length, int minSeconds, int maxSeconds, String id) {

  /** What strangers may make us wait. */
  private static final int MOST_SECONDS = 3600;

  private static final int USUAL_SECONDS = 60;
  private static final String NUMBER = "[0-9]{1,9}";
  private static final String ID = "[0-9A-Za-z+/=_-]{1,64}";

  /** After such a part of the time between the two a place is asked for again. */
  private static final int WINDOW_PARTS = 4;

  /** Null if an answer tells none. */
  static @Nullable QueuePlace of(HttpResponse response) {
    String late = response.fields().first("X-Queued");
    String early = response.fields().first("X-Queue");
    if (late != null) {
      Map<String, String> told = values(late);
      long after = response.retryAfterSeconds();
      int min = after == 0 ? USUAL_SECONDS : (int) Math.min(MOST_SECONDS, after);
      int max = number(told, "lifetime", 2 * min);
      String id = told.getOrDefault("id", "");
      return new QueuePlace(
          number(told, "position", 0),
          number(told, "length", 0),
          min,
          Math.max(min, max),
          id.matches(ID) ? id : "");
    }
    if (early == null || !early.contains("=")) {
      return null;
    }
    Map<String, String> told = values(early);
    int min = Math.max(1, number(told, "pollmin", USUAL_SECONDS));
    int max = number(told, "pollmax", 2 * min);
    return new QueuePlace(
        number(told, "position", 0), number(told, "length", 0), min, Math.max(min, max), "");
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new HashMap<>();
    for (String each : text.split("[,;]", 0)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        String name = each.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        values.putIfAbsent(name, each.substring(equals + 1).strip());
      }
    }
    return values;
  }

  private static int number(Map<String, String> values, String name, int usual) {
    String value = values.getOrDefault(name, "");
    int number = value.matches(NUMBER) ? Integer.parseInt(value) : usual;
    return Math.min(number, Math.max(MOST_SECONDS, usual));
  }

  /** When to ask again: early in the time for it, for what comes late loses its place. */
  long retrySeconds() {
    return minSeconds + (Math.min(maxSeconds, MOST_SECONDS) - minSeconds) / WINDOW_PARTS;
  }

  /** Where we stand, in words. */
  String words() {
    String where = position == 0 ? "" : " at " + position + (length == 0 ? "" : " of " + length);
    return "has us in its queue" + where;
  }

  /** What a request for the same says of it. */
  HttpFields again() {
    return id.isEmpty()
        ? HttpFields.NONE
        : HttpFields.NONE.with("X-Queued", "position=" + position + "; ID=" + id);
  }

  /**
   * As the fields of an answer.
   *
   * @param version what the request has said that it knows; null for nothing
   * @param slots how many are served at a time
   */
  HttpFields fields(@Nullable String version, int slots) {
    HttpFields fields = HttpFields.NONE.with("Retry-After", Integer.toString(minSeconds));
    if (version == null) {
      return fields;
    }
    if (version.startsWith("0")) {
      return fields.with(
          "X-Queue",
          "position="
              + position
              + ",length="
              + length
              + ",limit="
              + slots
              + ",pollMin="
              + minSeconds
              + ",pollMax="
              + maxSeconds);
    }
    return fields.with(
        "X-Queued",
        "ID=" + id + "; position=" + position + "; lifetime=" + maxSeconds + "; length=" + length);
  }
}

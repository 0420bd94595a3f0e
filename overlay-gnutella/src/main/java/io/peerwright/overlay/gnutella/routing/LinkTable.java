package io.peerwright.overlay.gnutella.routing;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links of a servent by number. A number is a place and how often it was given away, so that
 * the route to a link that is gone does not lead to the next one in its place.
 *
 * @param <L> the links
 */
public final class LinkTable<L> {

  private static final int PLACE_BITS = 16;
  private static final int PLACES = 1 << PLACE_BITS;
  private static final int PLACE = PLACES - 1;
  private static final int ROUND = 0x7fff;
  private static final @Nullable Object[] NO_LINKS = {};
  private static final short[] NO_ROUNDS = {};

  private @Nullable Object[] links = NO_LINKS;
  private short[] rounds = NO_ROUNDS;
  private int end;
  private int count;

  /** No link. */
  public LinkTable() {}

  /** How many there are. */
  public int size() {
    return count;
  }

  /** Adds one; its number is 0 or more. */
  public int add(L link) {
    int place = 0;
    while (place < end && links[place] != null) {
      place++;
    }
    if (place == links.length) {
      links = Arrays.copyOf(links, Math.max(2, 2 * place));
      rounds = Arrays.copyOf(rounds, links.length);
    }
    end = Math.max(end, place + 1);
    links[place] = link;
    count++;
    return rounds[place] << PLACE_BITS | place;
  }

  /** The place of a number. */
  public static int place(int number) {
    return number & PLACE;
  }

  /** Takes one away. */
  public void remove(int number) {
    if (get(number) != null) {
      int place = place(number);
      links[place] = null;
      rounds[place] = (short) (rounds[place] + 1 & ROUND);
      count--;
      while (end > 0 && links[end - 1] == null) {
        end--;
      }
    }
  }

  /** The link of a number; null if it is gone. */
  @SuppressWarnings("unchecked")
  public @Nullable L get(int number) {
    int place = place(number);
    boolean there = number >= 0 && place < end && rounds[place] == number >> PLACE_BITS;
    return there ? (L) links[place] : null;
  }

  /** Places from 0 to here may be taken. */
  public int end() {
    return end;
  }

  /** The link in a place below {@link #end}; null if it is free. */
  @SuppressWarnings("unchecked")
  public @Nullable L at(int place) {
    return (L) links[place];
  }

  /** Asserts that the numbers agree with what is there; true. */
  public boolean checkInvariants() {
    int found = 0;
    for (int place = 0; place < links.length; place++) {
      assert links[place] == null || place < end : "a link beyond the end " + end;
      assert rounds[place] >= 0 : "the round " + rounds[place];
      found += links[place] == null ? 0 : 1;
    }
    assert found == count : found + " links, not " + count;
    assert end == 0 || links[end - 1] != null : "nothing before the end " + end;
    return true;
  }

  /** All of them; links may be added and removed meanwhile. */
  public void forEach(Consumer<? super L> action) {
    for (int place = 0; place < end; place++) {
      L link = at(place);
      if (link != null) {
        action.accept(link);
      }
    }
  }
}

package io.peerwright.kit.index;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Knows who shares what. Owners are small numbers; all that one of them shares goes in one step
 * that does not depend on how much it is. Text is a string of bytes, as everywhere on the wire.
 *
 * <p>Used by one thread at a time.
 */
public interface ShareIndex {

  /** The highest number of a type. */
  int MAX_TYPE = 32_767;

  /** What {@link #search} answers to a query without a word to look for. */
  int NO_WORDS = -1;

  /** Takes hits, newest first. */
  @FunctionalInterface
  interface Hits {

    /** One file of one owner; {@code file} is filled again for the next one. */
    void hit(int owner, IndexedFile file);

    /** The same file as the one before, of another owner. */
    default void again(int owner, IndexedFile file) {
      hit(owner, file);
    }
  }

  /** A new owner, who shares nothing. */
  int open();

  /**
   * Shares a file from now on.
   *
   * @param type of the content, as the overlay numbers them, 0..{@value #MAX_TYPE}
   * @return false if the owner shares one of that name already; nothing has changed then
   */
  boolean share(int owner, IndexedFile file, int type);

  /** About what the last {@link #share} cost in memory: new content and new words are dear. */
  int shareCost();

  /**
   * Withdraws a file.
   *
   * @return false if the owner does not share one of that name
   */
  boolean unshare(int owner, String name);

  /** Withdraws all files of an owner, whose number may be given to another one later. */
  void drop(int owner);

  /**
   * Tidies up after {@link #drop}.
   *
   * @param budget how many files to look at, about
   * @return true if there is more to do
   */
  boolean sweep(int budget);

  /** What an owner shares under a name. */
  @Nullable IndexedFile find(int owner, String name);

  /** The number of files of an owner. */
  int files(int owner);

  /** The number of files of all owners. */
  int files();

  /** The bytes of all files of all owners. */
  long bytes();

  /**
   * Searches by words and numbers.
   *
   * @param owners tells whose files are wanted
   * @param limit how many hits to give, at the most
   * @return the number of hits given; {@link #NO_WORDS} if the query has no word
   */
  int search(IndexQuery query, IntPredicate owners, int limit, Hits hits);

  /** How many files the last {@link #search} has looked at: what it cost. */
  int lookedAt();

  /**
   * Searches for an exact content.
   *
   * @param hash 32 hexadecimal digits; others find nothing
   * @return the number of hits given
   */
  int byHash(String hash, long sizeBytes, int limit, Hits hits);

  /**
   * Lists what an owner shares, newest first, in portions.
   *
   * @param cursor 0 at first, then what the last call returned
   * @return where to go on; 0 if that was all
   */
  int browse(int owner, int cursor, int limit, Hits hits);

  /** Checks, where assertions are on, that all its tables agree; slow, and always true. */
  boolean checkInvariants();
}

package io.peerwright.runtime;

import io.peerwright.api.Reason;
import java.util.List;

/** A configuration cannot be used. Tells everything that is wrong with it at once. */
public final class ConfigException extends PeerwrightException {

  private static final long serialVersionUID = 1;

  /**
   * One thing that is wrong.
   *
   * @param pointer where it is: a JSON pointer such as {@code /overlays/0/nick}, empty for the
   *     whole document
   * @param message what is wrong and what would be right
   * @param nearest the known key or name that was probably meant; empty if none comes near
   * @param line in the file, from 1; 0 if not known
   * @param column in the line, from 1; 0 if not known
   */
  public record Problem(String pointer, String message, String nearest, int line, int column) {

    /** One line for a person: {@code 3:14 /overlays/0/nik: unknown key ...}. */
    @Override
    public String toString() {
      String where = pointer.isEmpty() ? "the document" : pointer;
      return (line > 0 ? line + ":" + column + " " : "") + where + ": " + message;
    }
  }

  private final transient List<Problem> problems;

  ConfigException(String source, List<Problem> problems) {
    super(Reason.FAILED, describe(source, problems));
    this.problems = List.copyOf(problems);
  }

  private static String describe(String source, List<Problem> problems) {
    StringBuilder text = new StringBuilder(source);
    text.append(problems.size() == 1 ? " has a problem:" : " has problems:");
    for (Problem problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }

  /** All that is wrong, in the order of the document; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}

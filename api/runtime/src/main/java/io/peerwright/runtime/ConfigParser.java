package io.peerwright.runtime;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a configuration into a {@link PeerConfig}. The usual one reads JSON; a module
 * that binds another one can take values from elsewhere, or another notation.
 */
@FunctionalInterface
public interface ConfigParser {

  /**
   * Reads one document.
   *
   * @param source what to call it in messages, such as its path
   * @param directory where its relative paths start; null for a document that is no file
   * @param text the document
   * @param settings values that take precedence, by JSON pointer
   * @throws ConfigException with all that is wrong with it
   */
  PeerConfig parse(
      String source, @Nullable Path directory, String text, Map<String, String> settings);
}

package io.peerwright.api.spi;

/**
 * What all plug-ins have in common: a name in the configuration and a record to bind its section
 * to. Found by {@link java.util.ServiceLoader}, so it has a public constructor without parameters;
 * it keeps no state, for one process may run several networks.
 *
 * @param <C> the configuration: an immutable record of numbers, booleans, strings, enums, {@link
 *     java.time.Duration}, {@link io.peerwright.api.net.Endpoint}, {@link
 *     io.peerwright.api.net.HostPort}, {@link java.nio.file.Path}, records, lists of these, and
 *     maps of these by a string. Its compact constructor checks the ranges and throws {@link
 *     IllegalArgumentException}, and nothing else whatever the values, with a message that starts
 *     with the component's name
 */
public interface Provider<C extends Record> {

  /** The value of {@code "type"} that chooses it: words in lower case, with hyphens between. */
  String name();

  /** The record that its section of the configuration is bound to. */
  Class<C> configType();

  /** What holds where the configuration is silent; equal each time. */
  C defaults();

  /**
   * What a component of the configuration means, in a line for {@code --explain}, with its unit and
   * range; no text at all if there is no such component. One of a nested record is asked for with
   * its path, such as {@code limits.uploads}.
   */
  String explain(String component);
}

package io.peerwright.samples.cli;

import io.peerwright.runtime.EventWatch;
import io.peerwright.runtime.Peerwright;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The call as a whole, as its command sees it: knows the plug-ins that are named before or behind.
 */
interface Opener {

  /** Begins what a command does with peers, with all plug-ins that this call names. */
  default Peerwright open() {
    return open(null);
  }

  /**
   * As the shorter form.
   *
   * @param watch hears what overlays tell of themselves; null for nobody
   */
  Peerwright open(@Nullable EventWatch watch);

  /** Runs when the command is done. */
  void closeAtEnd(Runnable closing);

  /** The options that name them, for a command that repeats this one. */
  String pluginOptions();

  /** The call that a command belongs to. */
  static Opener of(CommandSpec command) {
    return (Opener) command.root().userObject();
  }
}

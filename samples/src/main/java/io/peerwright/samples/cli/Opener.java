package io.peerwright.samples.cli;

import io.peerwright.runtime.Peerwright;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The call as a whole, as its command sees it: knows the plug-ins that are named before or behind.
 */
interface Opener {

  /** Begins what a command does with peers, with all plug-ins that this call names. */
  default Peerwright open() {
    return open(UnaryOperator.identity());
  }

  /**
   * As the shorter form.
   *
   * @param more what a command adds to how it is opened
   */
  Peerwright open(UnaryOperator<Peerwright.Builder> more);

  /** Runs when the command is done. */
  void closeAtEnd(Runnable closing);

  /** The options that name them, for a command that repeats this one. */
  String pluginOptions();

  /** The call that a command belongs to. */
  static Opener of(CommandSpec command) {
    return (Opener) command.root().userObject();
  }
}

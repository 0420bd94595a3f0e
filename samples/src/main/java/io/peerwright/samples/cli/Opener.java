package io.peerwright.samples.cli;

import io.peerwright.runtime.Peerwright;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The call as a whole, as its command sees it: knows the plug-ins that are named before or behind.
 */
interface Opener {

  /** Begins what a command does with peers, with all plug-ins that this call names. */
  Peerwright open();

  /** The options that name them, for a command that repeats this one. */
  String pluginOptions();

  /** The call that a command belongs to. */
  static Opener of(CommandSpec command) {
    return (Opener) command.root().userObject();
  }
}

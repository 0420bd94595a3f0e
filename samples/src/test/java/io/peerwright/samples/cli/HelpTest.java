package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} shows of commands and options, cut and wrapped as it does. */
class HelpTest {

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(each -> collect(each, all));
  }

  private static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(new Main().commands(), all);
    return all;
  }

  /** The list of commands shows no more of them. */
  @Test
  void theFirstLineOfEachCommandIsASentence() {
    assertAll(
        commands().stream()
            .map(each -> each.getCommandSpec())
            .<Executable>map(
                each ->
                    () -> {
                      String first = each.usageMessage().description()[0];
                      assertTrue(first.endsWith("."), () -> each.name() + ": " + first);
                    }));
  }

  /** Lines after the first would not stand below it. */
  @Test
  void eachOptionIsDescribedInOnePiece() {
    assertAll(
        commands().stream()
            .flatMap(each -> each.getCommandSpec().options().stream())
            .<Executable>map(each -> () -> assertTrue(isWhole(each), each::toString)));
  }

  private static boolean isWhole(OptionSpec option) {
    return option.description().length == 1;
  }
}

package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.testkit.chat.ChatConfig;
import io.peerwright.testkit.chat.ChatProvider;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The overlay contract catches planted faults of an overlay, here of a chat, and its provider. */
class OverlayMutantTest extends MutantHunt<Supplier<OverlayProvider<ChatConfig>>> {

  private static Supplier<OverlayProvider<ChatConfig>> planted = ChatProvider::new;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return OverlayContract.class;
  }

  @Override
  protected void plant(Supplier<OverlayProvider<ChatConfig>> fault) {
    planted = fault == null ? ChatProvider::new : fault;
  }

  /** Run by the hunt only. */
  static class Contract extends OverlayContract<ChatConfig> {
    @Override
    protected NetworkUnderTest newNetwork() {
      return Rigs.virtual();
    }

    @Override
    protected OverlayProvider<ChatConfig> provider() {
      return planted.get();
    }
  }

  @Override
  protected List<Mutant<Supplier<OverlayProvider<ChatConfig>>>> mutants() {
    return Stream.of(ofProviders(), ofOverlays(), ofHardships(), ofStrangers())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mutant<Supplier<OverlayProvider<ChatConfig>>>> ofProviders() {
    return List.of(
        of("NotInServiceLoader", ProviderTap::new, "isFoundByServiceLoader"),
        of(
            "NameWithAHyphenAtTheEnd",
            ProviderFaults.NameWithAHyphenAtTheEnd::new,
            "nameIsLowerCase"),
        of(
            "WantsKeysThatAreNumbers",
            ProviderFaults.WantsKeysThatAreNumbers::new,
            "everyComponentCanBeBound"),
        of("WantsAnArray", ProviderFaults.WantsAnArray::new, "everyComponentCanBeBound"),
        of("NestedUnexplained", ProviderFaults.NestedUnexplained::new, "explainsEveryComponent"),
        of("NameWithCapitals", ProviderFaults.NameWithCapitals::new, "nameIsLowerCase"),
        of("DefaultsOutOfRange", ProviderFaults.ChangingDefaults::new, "defaultsAreValid"),
        of("ExplainsNothing", ProviderFaults.ExplainsNothing::new, "explainsEveryComponent"),
        of("ExplainsAnything", ProviderFaults.ExplainsAnything::new, "explainsEveryComponent"),
        of("PromisesLess", ProviderFaults.PromisesLess::new, "offersWhatItsProviderNames"),
        of("OpensBeforeJoin", ProviderFaults.OpensAtOnce::new, "opensNothingBeforeJoining"),
        of("TimerBeforeJoin", ProviderFaults.TimerAtOnce::new, "opensNothingBeforeJoining"),
        of("OneForAll", ProviderFaults.OneForAll::new, "twoPeersShareNothing"));
  }

  private static List<Mutant<Supplier<OverlayProvider<ChatConfig>>>> ofOverlays() {
    return List.of(
        overlay("AnotherName", OverlayFaults.AnotherName::new, "nameIsLowerCase"),
        overlay("OffersWhatItIsNot", OverlayFaults.OffersWhatItIsNot::new, "isWhatItOffers"),
        overlay("GivesOutAnything", OverlayFaults.GivesOutAnything::new, "isWhatItOffers"),
        overlay("TellsPortZero", OverlayFaults.TellsPortZero::new, "tellsRealPortsWhileItListens"),
        overlay("ListensTwice", OverlayFaults.ListensTwice::new, "joiningTwiceOpensNoMore"),
        overlay("FailsAlone", OverlayFaults.FailsAlone::new, "aPeerNeedsNoOtherOne"),
        overlay("GivesUpAlone", OverlayFaults.GivesUpAlone::new, "aPeerNeedsNoOtherOne"),
        overlay("JoinsElsewhere", OverlayFaults.JoinsElsewhere::new, "joiningTwiceOpensNoMore"),
        overlay("LeavesElsewhere", OverlayFaults.LeavesElsewhere::new, "leavingClosesEverySocket"),
        overlay("KeepsItsSocket", OverlayFaults.KeepsItsSocket::new, "leavingClosesEverySocket"),
        overlay("ClosesOnlyLater", OverlayFaults.NeverSaysGoodbye::new, "leavingClosesEverySocket"),
        overlay(
            "StillTellsEndpoints", OverlayFaults.StaleEndpoints::new, "leavingClosesEverySocket"),
        overlay(
            "StillTellsNeighbours", OverlayFaults.StaleNeighbours::new, "leavingClosesEverySocket"),
        overlay("ComesBack", OverlayFaults.ComesBack::new, "leavingOpensNothing"),
        overlay("ForgetsWhoJoins", OverlayFaults.ForgetsWhoJoins::new, "leavingEndsAJoinUnderWay"),
        overlay("LeavesTooEarly", OverlayFaults.LeavesTooEarly::new, "leavingEndsAJoinUnderWay"),
        overlay(
            "CallsBackInLeave", OverlayFaults.CallsBackInLeave::new, "leavingEndsAJoinUnderWay"),
        overlay(
            "JoinSucceedsAfterLeave",
            OverlayFaults.PretendsToJoin::new,
            "leavingEndsAJoinUnderWay"),
        overlay("LeavesOnce", OverlayFaults.LeavesOnce::new, "leavingIsAllowedAtAnyTime"),
        overlay(
            "LeavesOnlyJoined", OverlayFaults.LeavesOnlyJoined::new, "leavingIsAllowedAtAnyTime"),
        overlay("JoinsOnce", OverlayFaults.JoinsOnce::new, "mayJoinAgain"),
        overlay("LeaksATimer", OverlayFaults.LeaksATimer::new, "leavingStopsItsTimers"),
        overlay("CounterGoesBack", CounterFaults.CounterGoesBack::new, "countersOnlyGrow"),
        overlay("CounterIsNegative", CounterFaults.CounterIsNegative::new, "countersOnlyGrow"),
        overlay("CounterToldTwice", CounterFaults.CounterToldTwice::new, "countersOnlyGrow"),
        overlay("CounterVanishes", CounterFaults.CounterVanishes::new, "countersOnlyGrow"),
        overlay("CounterWithSpaces", CounterFaults.CounterWithSpaces::new, "countersOnlyGrow"));
  }

  private static List<Mutant<Supplier<OverlayProvider<ChatConfig>>>> ofHardships() {
    return List.of(
        overlay(
            "HangsOnATakenPort", HardshipFaults.HangsOnATakenPort::new, "aTakenPortFailsTheJoin"),
        overlay(
            "FailsWithoutReason", HardshipFaults.FailsWithoutReason::new, "aTakenPortFailsTheJoin"),
        overlay("PretendsToListen", HardshipFaults.PretendsToListen::new, "aTakenPortFailsTheJoin"),
        overlay(
            "TriesBehindTheScenes",
            HardshipFaults.TriesBehindTheScenes::new,
            "aTakenPortFailsTheJoin"),
        overlay(
            "RemembersItsFailure",
            HardshipFaults.RemembersItsFailure::new,
            "aTakenPortFailsTheJoin"),
        overlay("ReadsTooFar", HardshipFaults.ReadsTooFar::new, "garbageDoesNotHurt"),
        overlay("ReadsAStreamTooFar", HardshipFaults.ReadsAStreamTooFar::new, "garbageDoesNotHurt"),
        overlay("StartsAThread", HardshipFaults.StartsAThread::new, "startsNoThread"),
        overlay(
            "ForgetsWhoLooks", HardshipFaults.ForgetsWhoLooks::new, "leavingEndsWhatIsUnderWay"),
        overlay(
            "FindsNothingWhenItLeaves",
            HardshipFaults.FindsNothingWhenItLeaves::new,
            "leavingTellsWhyItEndsWhatIsUnderWay"),
        overlay(
            "KnowsAllBefore",
            HardshipFaults.KnowsAllBefore::new,
            "whatCannotWaitEndsAtOnceBeforeJoining"),
        overlay(
            "WaitsForJoin",
            HardshipFaults.WaitsForJoin::new,
            "whatCannotWaitEndsAtOnceBeforeJoining"));
  }

  private static List<Mutant<Supplier<OverlayProvider<ChatConfig>>>> ofStrangers() {
    return List.of(
        overlay(
            "ForgetsWhoJoinsToo",
            StrangerFaults.ForgetsWhoJoinsToo::new,
            "joiningTwiceOpensNoMore"),
        overlay(
            "CanNothingOutside",
            StrangerFaults.CanNothingOutside::new,
            "canDoTheSameBeforeAndAfter"),
        overlay("SleepsOnTheLoop", StrangerFaults.SleepsOnTheLoop::new, "neverWaits"),
        overlay("FailsToLeave", StrangerFaults.FailsToLeave::new, "leavingIsAllowedAtAnyTime"),
        of(
            "RefusesWithoutAName",
            () -> new StrangerFaults.RefusesWithoutAName().asChat(),
            "refusesImpossibleValuesByName"),
        of(
            "FailsOnZero",
            () -> new StrangerFaults.FailsOnZero().asChat(),
            "refusesImpossibleValuesByName"));
  }

  private static Mutant<Supplier<OverlayProvider<ChatConfig>>> overlay(
      String name, BiFunction<Host, Overlay, Overlay> tap, String test) {
    return of(
        name,
        () ->
            new ProviderTap() {
              @Override
              public Overlay create(Host host, ChatConfig config) {
                return tap.apply(host, super.create(host, config));
              }
            },
        test);
  }
}

package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.MessagingContract;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.testkit.chat.ChatConfig;
import io.peerwright.testkit.chat.ChatProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The contract of messages catches planted faults of an overlay that carries them, a chat. */
class MessagingMutantTest extends MutantHunt<BiFunction<Host, Overlay, Overlay>> {

  private static BiFunction<Host, Overlay, Overlay> planted = (host, chat) -> chat;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return MessagingContract.class;
  }

  @Override
  protected void plant(BiFunction<Host, Overlay, Overlay> fault) {
    planted = fault == null ? (host, chat) -> chat : fault;
  }

  /** Run by the hunt only. */
  static class Contract extends MessagingContract {
    private volatile List<Endpoint> friends = List.of();

    @Override
    protected NetworkUnderTest newNetwork() {
      return Rigs.virtual();
    }

    /** Where the first peer listens; null leaves it to the network. */
    Endpoint firstListen() {
      return null;
    }

    @Override
    protected CompletionStage<?> prepare(Network network) {
      return joined(network.newHost("first", firstListen(), null), host -> chat(host, List.of()))
          .thenAccept(first -> friends = first.endpoints());
    }

    @Override
    protected Overlay newPeer(Host host) {
      return planted.apply(host, chat(host, friends));
    }

    private static Overlay chat(Host host, List<Endpoint> friends) {
      return new ChatProvider().create(host, new ChatConfig(0, friends, Duration.ofSeconds(5)));
    }
  }

  @Override
  protected List<Mutant<BiFunction<Host, Overlay, Overlay>>> mutants() {
    return List.of(
        of(
            "HearsOnAfterAWhile",
            HearingFaults.HearsOnAfterAWhile::new,
            "whoJoinsAgainHearsAndSendsAsBefore"),
        of("SendsTwice", SendingFaults.SendsTwice::new, "messagesOfSeveralPeersDoNotMix"),
        of("SendsToAll", SendingFaults.SendsToAll::new, "onlyTheOneAddressedHears"),
        of(
            "LeavesThePosition",
            SendingFaults.LeavesThePosition::new,
            "aMessageIsReadDuringTheCall"),
        of("ReadsLater", SendingFaults.ReadsLater::new, "aMessageIsReadDuringTheCall"),
        of("WantsAnArray", SendingFaults.WantsAnArray::new, "readsBuffersOfAnyKind"),
        of("CutsLong", SendingFaults.CutsLong::new, "aLongerMessageFails"),
        of("RefusesTheLongest", SendingFaults.RefusesTheLongest::new, "theLongestMessageArrives"),
        of("TakesAllNames", SendingFaults.TakesAllNames::new, "anUnknownPeerFails"),
        of("FailsWithoutReason", SendingFaults.FailsWithoutReason::new, "anUnknownPeerFails"),
        of("TakesTooEarly", SendingFaults.TakesTooEarly::new, "whoIsNotInTheNetworkCannotSend"),
        of("ForgetsWhoSends", SendingFaults.ForgetsWhoSends::new, "leavingEndsWhatIsUnderWay"),
        of(
            "KnowsAllOfTheProcess",
            SendingFaults.KnowsAllOfTheProcess::new,
            "twoNetworksShareNothing"),
        of("NamesAnAddress", HearingFaults.NamesAnAddress::new, "aMessageArrives"),
        of("NamesBySound", HearingFaults.NamesBySound::new, "theSenderCanBeAnswered"),
        of(
            "GivesUpWhoThrows",
            HearingFaults.GivesUpWhoThrows::new,
            "aReceiverThatThrowsHarmsNobody"),
        of("LetsWrite", HearingFaults.LetsWrite::new, "aMessageArrives"),
        of("TellsElsewhere", HearingFaults.TellsElsewhere::new, "aMessageArrives"),
        of("TellsInTwo", HearingFaults.TellsInTwo::new, "theLongestMessageArrives"),
        of("DropsEmpty", HearingFaults.DropsEmpty::new, "aMessageOfNoBytesArrives"),
        of("HandsOverLater", HearingFaults.HandsOverLater::new, "nothingIsHeardAfterLeaving"),
        of("TellsTheLastOnly", HearingFaults.TellsTheLastOnly::new, "allWhoHearAreToldAll"),
        of("SharesOneBuffer", HearingFaults.SharesOneBuffer::new, "allWhoHearAreToldAll"),
        of("ClosesNothing", HearingFaults.ClosesNothing::new, "whoStopsHearingHearsNoMore"),
        of("ClosesAll", HearingFaults.ClosesAll::new, "whoStopsHearingHearsNoMore"),
        of("HearsFromJoinOn", HearingFaults.HearsFromJoinOn::new, "hearingMayBeginBeforeJoining"),
        of(
            "ForgetsWhoHears",
            HearingFaults.ForgetsWhoHears::new,
            "whoJoinsAgainHearsAndSendsAsBefore"));
  }
}

package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.SearchContract;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The contract catches faults that are planted around a client. */
class SearchMutantTest extends MutantHunt<BiFunction<Host, Overlay, Overlay>> {

  private static BiFunction<Host, Overlay, Overlay> planted = FileTap::new;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return SearchContract.class;
  }

  @Override
  protected List<Mutant<BiFunction<Host, Overlay, Overlay>>> mutants() {
    return Stream.of(SearchFaults.all(), SearchEndFaults.all(), SharingFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  protected void plant(BiFunction<Host, Overlay, Overlay> fault) {
    planted = fault == null ? FileTap::new : fault;
  }

  /** Run by the hunt only. */
  static class Contract extends SearchContract {
    @Override
    protected NetworkUnderTest newNetwork() {
      return HybridNetwork.create();
    }

    @Override
    protected CompletionStage<?> prepare(Network network) {
      return HybridNetwork.prepare(network);
    }

    @Override
    protected Overlay newPeer(Host host) {
      return planted.apply(host, HybridNetwork.client(host));
    }
  }
}

package io.peerwright.overlay.gnutella.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.net.AddressPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlternatesTest {

  private static final Urn FILE = Urn.parse("urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC");
  private static final Urn OTHER = Urn.parse("urn:sha1:OAATOMPJ5BMYQH2PCPFU2X2JQ6WHBFEP");
  private static final Endpoint WORLD = at("45.10.9.9:1000");

  private final Alternates table = new Alternates(AddressPolicy.LOCAL_SOURCES);

  private static Endpoint at(String text) {
    return Endpoint.parse(text);
  }

  private static Set<Endpoint> read(String name, String value) {
    return AlternateFields.of(HttpFields.NONE.with(name, value), FILE);
  }

  @Test
  void fieldsAreReadAsServentsWriteThem() {
    assertEquals(Set.of(at("45.10.2.1:16402")), read("X-Alt", "45.10.2.1:16402"));
    assertEquals(
        Set.of(at("1.2.3.4:6346"), at("5.6.7.8:9"), at("[2001:db8::1]:7")),
        read("x-alt", "tls=8, 1.2.3.4,5.6.7.8:9 , [2001:db8::1]:7, a.example:80, 1.2.3.4:70000"));
    assertEquals(
        Set.of(at("1.2.3.4:6347")),
        read(
            "X-Gnutella-Alternate-Location",
            "http://1.2.3.4:6347/uri-res/N2R?"
                + FILE
                + " 2004-05-06T07:08:09Z,"
                + " http://1.2.3.5:6347/uri-res/N2R?"
                + OTHER
                + ", http://host.example:80/uri-res/N2R?"
                + FILE
                + ", http://1.2.3.6:80/../uri-res/N2R?"
                + FILE));
    assertEquals(
        Set.of(at("1.2.3.4:6346")),
        AlternateFields.gone(HttpFields.NONE.with("X-NAlt", "1.2.3.4")));
    assertEquals(
        "X-Alt: 1.2.3.4:5, [2001:db8::1]:7\r\n",
        AlternateFields.field("X-Alt", List.of(at("1.2.3.4:5"), at("[2001:db8::1]:7"))).toString());
    assertEquals("", AlternateFields.field("X-Alt", Set.of()).toString());
  }

  @Test
  void whateverComesIsReadOrPassedOver() {
    Random chance = new Random(4);
    String letters = "0123456789.:,; []http/uri-resN2R?urn:sha1:" + FILE.value();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("1.2.3.4:5,");
      for (int length = chance.nextInt(80); length > 0; length--) {
        text.append(letters.charAt(chance.nextInt(letters.length())));
      }
      Set<Endpoint> found = read("X-Alt", text.toString());
      assertTrue(found.contains(at("1.2.3.4:5")) && found.size() <= 20);
      read("X-Gnutella-Alternate-Location", text.toString());
    }
    assertEquals(20, read("X-Alt", manyAddresses(500)).size());
  }

  private static String manyAddresses(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("1.2.3.").append(i % 250).append(':').append(1 + i).append(',');
    }
    return text.toString();
  }

  @Test
  void oneAddressNamesFewAndNobodyNamesWhatIsNearerThanItself() {
    for (int i = 1; i < 20; i++) {
      table.add(FILE, at("1.2.3.4:" + i), WORLD);
    }
    assertEquals(Alternates.MOST_BY_ONE, table.count(FILE));
    table.add(FILE, at("192.168.1.1:6346"), at("45.10.7.7:1"));
    table.add(FILE, at("127.0.0.1:6346"), at("45.10.7.7:1"));
    table.add(FILE, at("224.0.0.1:6346"), at("45.10.7.7:1"));
    table.add(FILE, at("0.0.0.0:6346"), at("45.10.7.7:1"));
    table.add(FILE, at("45.1.1.1:0"), at("45.10.7.7:1"));
    assertEquals(Alternates.MOST_BY_ONE, table.count(FILE));
    table.add(FILE, at("192.168.1.1:6346"), at("192.168.1.9:1"));
    assertEquals(Alternates.MOST_BY_ONE + 1, table.count(FILE));
    assertTrue(table.some(FILE, at("192.168.1.8:1")).contains(at("192.168.1.1:6346")));
    assertEquals(
        Alternates.MOST_BY_ONE, table.some(FILE, WORLD).size(), "ours are not told to others");
    for (int i = 1; i < 100; i++) {
      table.add(FILE, at("45.2.0." + i + ":80"), at("45.3.0." + i + ":80"));
    }
    assertEquals(Alternates.MOST_OF_FILE, table.count(FILE));
    assertEquals(Alternates.MOST_TOLD, table.some(FILE, WORLD).size());
    assertEquals(List.of(), table.some(OTHER, WORLD));
  }

  @Test
  void allAreToldInTurn() {
    List<Endpoint> all = IntStream.range(1, 26).mapToObj(i -> at("45.2.0." + i + ":80")).toList();
    all.forEach(each -> table.add(FILE, each, each));
    assertEquals(all.subList(0, 10), table.some(FILE, WORLD));
    assertEquals(all.subList(10, 20), table.some(FILE, WORLD));
    List<Endpoint> third = new ArrayList<>(all.subList(20, 25));
    third.addAll(all.subList(0, 5));
    assertEquals(third, table.some(FILE, WORLD));
  }

  @Test
  void thoseThatAreGoneAreForgottenWhenTwoSaySoOrWhoNamedThem() {
    Endpoint one = at("45.1.1.1:80");
    table.add(FILE, one, WORLD);
    table.remove(FILE, one, at("45.4.4.4:1"));
    table.remove(FILE, one, at("45.4.4.4:2"));
    assertEquals(1, table.count(FILE), "one address has one voice");
    table.remove(FILE, one, at("45.5.5.5:1"));
    assertEquals(0, table.count(FILE));
    table.add(FILE, one, WORLD);
    table.remove(FILE, one, WORLD);
    assertEquals(0, table.count(FILE));
    table.remove(OTHER, one, WORLD);
  }

  @Test
  void filesThatNobodyAsksForMakeRoom() {
    for (int i = 0; i < 1_500; i++) {
      byte[] hash = new byte[20];
      hash[0] = (byte) i;
      hash[1] = (byte) (i >> 8);
      table.add(Urn.ofHash(Urn.SHA1, hash), at("45.1.1.1:80"), WORLD);
      table.add(FILE, at("45.1.1.1:" + (i + 1)), WORLD);
    }
    assertEquals(Alternates.MOST_BY_ONE, table.count(FILE));
    assertEquals(0, table.count(Urn.ofHash(Urn.SHA1, new byte[20])));
  }
}

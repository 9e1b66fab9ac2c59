package chat.parlor.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Pictures are XML, whatever was measured. */
class LatencyPictureTest {

  static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static Round round(String target, int points) {
    Histogram latency = new Histogram(3);
    latency.recordValue(1_500);
    return new Round(
        target,
        10,
        2,
        new Round.Server(0.1, 0, 1_000),
        new Round.Load(0.2, 0.5),
        latency,
        IntStream.range(0, points)
            .mapToObj(i -> new Round.Point(i / 50.0, 0, 1.0 + i, 2.0 + i))
            .toList());
  }

  private static Report report(Round... rounds) {
    Report report = new Report("<&\">", "a machine", Map.of("rate", "50"), "deliveries");
    for (Round round : rounds) {
      report.add(round);
    }
    return report;
  }

  @Test
  void aPictureIsWellFormedWithALineForEachRoundAndPercentile() throws Exception {
    Report report = report(round("parlor", 100), round("floor", 100), round("parlor", 100));
    Document picture = parsed(LatencyPicture.of(report));
    assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(6);
    assertThat(picture.getElementsByTagName("title").item(0).getTextContent()).contains("<&\">");
  }

  @Test
  void aRoundInWhichNothingCameIsStillAPicture() throws Exception {
    assertThat(LatencyPicture.of(report(round("parlor", 0)))).doesNotContain("NaN");
    parsed(LatencyPicture.of(report(round("parlor", 0))));
  }

  @Test
  void barsAreWellFormedAlsoWhenThereIsNothingToShow() throws Exception {
    List<BarPicture.Bar> bars =
        List.of(new BarPicture.Bar("a & b", 0), new BarPicture.Bar("<c>", 1_234_567));
    Document picture =
        parsed(
            BarPicture.of(
                "t",
                List.of(
                    new BarPicture.Panel("all", bars), new BarPicture.Panel("none", List.of()))));
    assertThat(picture.getElementsByTagName("rect").getLength()).isEqualTo(1 + 2);
    assertThat(picture.getDocumentElement().getTextContent()).contains("a & b", "1,234,567");
  }

  @Test
  void mediansAreOfRoundsAndRatiosOfPairs() {
    assertThat(Report.median(3, 1, 2)).isEqualTo(2);
    assertThat(Report.median(4, 1, 2, 3)).isEqualTo(2.5);
    Report report = report(round("parlor", 1), round("floor", 1));
    assertThat(report.ratio("parlor", "floor", Round::seconds)).isEqualTo(1);
    assertThat(List.of(report.targets())).containsExactly(List.of("parlor", "floor"));
  }
}

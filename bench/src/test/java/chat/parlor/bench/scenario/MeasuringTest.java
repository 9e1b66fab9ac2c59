package chat.parlor.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.report.Report;
import chat.parlor.bench.report.Round;
import chat.parlor.bench.server.Target;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the load is what was measured, and not the server. */
class MeasuringTest {
  private final Report report = new Report("big-room", "", Map.of(), "deliveries");

  private void measured(String target, double share, double lateMillis) throws Exception {
    Options options = Options.of(List.of(), Map.of());
    Target server = Target.running(URI.create("ws://127.0.0.1:1"), OptionalLong.empty());
    try (Stage stage = new Stage(options, new Stage.Programs(List.of(), List.of()), report)) {
      Crowd crowd = stage.crowd(server, 0);
      Round round =
          new Round(
              target,
              1,
              1,
              new Round.Server(0, 0, 0),
              new Round.Load(share, lateMillis),
              new Histogram(3),
              List.of());
      report.add(Measuring.round(stage, crowd, round));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.94, true", "0.96, false"})
  void aSaturatedGeneratorMeasuresItself(double share, boolean good) throws Exception {
    measured("parlor", share, 0);
    assertThat(report.isGood()).isEqualTo(good);
  }

  @Test
  void besideTheFloorThatIsOnlyNoted() throws Exception {
    measured("floor", 0.99, 0);
    assertThat(report.isGood()).isTrue();
    assertThat(report.notes()).singleElement().asString().contains("saturated");
  }

  @Test
  void aGeneratorThatOtherWorkHeldUpIsNoted() throws Exception {
    measured("parlor", 0.1, 30);
    assertThat(report.notes()).singleElement().asString().contains("late");
  }
}

package tech.powerjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {
  @Test
  void percentile_isTheNearestRank() {
    long[] values = {50, 10, 40, 20, 30};
    assertThat(Bench.percentile(values, 0.5)).isEqualTo(30);
    assertThat(Bench.percentile(values, 0.99)).isEqualTo(50);
    assertThat(Bench.percentile(values, 0.2)).isEqualTo(10);
  }

  @Test
  void unknownName_isRefused() throws Exception {
    assertThat(Bench.run(List.of("nonsense"))).isEqualTo(2);
    assertThat(Bench.run(List.of())).isEqualTo(2);
  }

  @Test
  void brokenOption_isRefusedNamingIt() {
    assertThatThrownBy(() -> Options.parse(List.of("clients=many")).get("clients", 8))
        .hasMessage("option is 'clients=many' but must be name=number");
    assertThatThrownBy(() -> Options.parse(List.of("clients")))
        .hasMessage("option is 'clients' but must be name=value");
    assertThat(Options.parse(List.of("clients=3")).get("clients", 8)).isEqualTo(3);
    assertThat(Options.parse(List.of()).get("clients", 8)).isEqualTo(8);
  }

  @Test
  void result_isOneLineOfJson() {
    var bytes = new ByteArrayOutputStream();
    new Results("runs", new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .line("x")
        .with("per_s", 12.3456)
        .with("count", 7)
        .print();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"benchmark\":\"runs\",\"result\":\"x\",\"per_s\":12.35,\"count\":7}"
                + System.lineSeparator());
  }
}

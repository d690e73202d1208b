package tech.powerjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void gcLog_givesTheMostBeforeAndAfterCollections() {
    var log =
        """
        [0.5s][info][gc] Using G1
        [1.2s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->9M(256M) 5.617ms
        [2.2s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 160M->31M(256M) 8.1ms
        [2.9s][info][gc] GC(2) Pause Remark 40M->35M(256M) 2.2ms
        """;
    assertThat(Memory.parse(300, log)).isEqualTo(new Memory(300, 160, 35));
    assertThat(Memory.parse(300, "")).isEqualTo(new Memory(300, 0, 0));
  }

  @Test
  void largest_takesEachFigureByItself() {
    assertThat(new Memory(1, 20, 3).max(new Memory(10, 2, 3))).isEqualTo(new Memory(10, 20, 3));
  }
}

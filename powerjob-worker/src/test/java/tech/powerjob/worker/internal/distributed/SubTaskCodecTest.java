package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubTaskCodecTest {
  private final SubTaskCodec codec =
      new SubTaskCodec(getClass().getClassLoader(), getClass(), List.of());

  /** Fields without getters, and getters without fields, as classes for Kryo may have them. */
  static final class Batch {
    private String name;
    private List<Integer> ids;
    private LocalDate day;
    private Optional<String> note = Optional.empty();
    private final int fixed;
    private transient Object connection = new Object();

    private Batch() {
      fixed = 0;
    }

    Batch(String name, List<Integer> ids, LocalDate day, int fixed) {
      this.name = name;
      this.ids = ids;
      this.day = day;
      this.fixed = fixed;
    }

    public String getTrouble() {
      throw new IllegalStateException("getters are not called");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Batch that
          && Objects.equals(name, that.name)
          && Objects.equals(ids, that.ids)
          && Objects.equals(day, that.day)
          && Objects.equals(note, that.note)
          && fixed == that.fixed;
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, ids, day, note, fixed);
    }

    @Override
    public String toString() {
      return name + ids + day + note + fixed + (connection == null);
    }
  }

  record Range(long from, Instant until) {}

  static Stream<Object> elements() {
    return Stream.of(
        "text with \u4e2d\u6587",
        7,
        8L,
        2.5,
        true,
        'c',
        new BigDecimal("1.50"),
        UUID.randomUUID(),
        Instant.parse("2026-11-23T05:00:00.123456789Z"),
        LocalDate.of(2026, 2, 28),
        Duration.ofMillis(5),
        DayOfWeek.MONDAY,
        List.of(1, 2, 3),
        Set.of("a"),
        Map.of("k", List.of("v")),
        new HashMap<>(Map.of("n", 1)),
        new Batch("b", List.of(1, 2), LocalDate.of(2026, 1, 1), 9),
        new Range(5, Instant.EPOCH));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void element_comesBackAsItWas(Object element) {
    assertThat(codec.read(codec.type(element), codec.write(element))).isEqualTo(element);
  }

  @Test
  void arraysAndNull_comeBackToo() {
    assertThat((int[]) codec.read(codec.type(new int[] {1}), codec.write(new int[] {1})))
        .containsExactly(1);
    var texts = new String[] {"a"};
    assertThat((String[]) codec.read(codec.type(texts), codec.write(texts))).containsExactly("a");
    assertThat(codec.read(codec.type(null), codec.write(null))).isNull();
    var listWithNull = Arrays.asList("a", null);
    assertThat(codec.read(codec.type(listWithNull), codec.write(listWithNull)))
        .isEqualTo(listWithNull);
  }

  @Test
  void classOfSomebodyElse_isNotMade() {
    for (var type :
        List.of(
            "java.net.URL",
            "java.lang.ProcessBuilder",
            "javax.sql.DataSource",
            "java.time.chrono.ThaiBuddhistDate",
            "[Ljava.net.URL;",
            "tech.powerjobs.Other",
            "org.junit.jupiter.api.Test")) {
      assertThatThrownBy(() -> codec.read(type, "{}".getBytes(StandardCharsets.UTF_8)))
          .as(type)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(type)
          .hasMessageContaining("allowedTaskTypes");
    }
    assertThatThrownBy(() -> codec.type(new StringBuilder()))
        .hasMessageContaining("java.lang.StringBuilder");
  }

  @Test
  void classThatTheOwnerAllows_isMade() {
    var allowing =
        new SubTaskCodec(
            getClass().getClassLoader(), String.class, List.of("tech.powerjob.worker.internal"));
    var element = new Range(1, Instant.EPOCH);
    assertThat(allowing.read(allowing.type(element), allowing.write(element))).isEqualTo(element);
    var exact =
        new SubTaskCodec(getClass().getClassLoader(), String.class, List.of(Range.class.getName()));
    assertThat(exact.type(element)).isEqualTo(Range.class.getName());
    assertThatThrownBy(() -> exact.type(new Batch())).hasMessageContaining("Batch");
  }

  @Test
  void contentThatDoesNotFit_isToldByTypeAndReason() {
    var json = "{\"from\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> codec.read(Range.class.getName(), json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be read as " + Range.class.getName());
    assertThatThrownBy(() -> codec.read("tech.powerjob.Gone", json))
        .hasMessage("class tech.powerjob.Gone is not on this worker");
  }
}

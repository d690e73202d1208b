package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackBuilderTest {
  private final SubTaskCodec codec =
      new SubTaskCodec(getClass().getClassLoader(), getClass(), List.of());
  private final PackBuilder builder = new PackBuilder(codec, "0");

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static List<String> ids(List<TaskPack> packs) {
    var ids = new ArrayList<String>();
    for (var pack : packs) {
      for (int i = 0; i < pack.size(); i++) {
        ids.add(pack.taskId(i));
      }
    }
    return ids;
  }

  @Test
  void fewElements_travelAlone() {
    assertThat(builder.pack(numbers(4), "N")).hasSize(4);
    assertThat(builder.pack(List.of(), "N")).isEmpty();
    assertThat(builder.mapped()).isEqualTo(4);
  }

  @Test
  void elementsOfSeveralCalls_areNumberedOn_andPacksGrow() {
    var packs = new ArrayList<TaskPack>();
    for (int i = 0; i < 500; i++) {
      packs.addAll(builder.pack(numbers(200), "N"));
    }
    assertThat(ids(packs))
        .hasSize(100_000)
        .doesNotHaveDuplicates()
        .startsWith("0.0", "0.1")
        .endsWith("0.99999");
    assertThat(packs.get(0).size()).isEqualTo(1);
    assertThat(packs.get(packs.size() - 1).size()).isEqualTo(PackBuilder.MAX_TASKS);
  }

  @Test
  void bigAndDifferentElements_areNotPackedTogether() {
    var big = "x".repeat(40_000);
    var elements = new ArrayList<Object>();
    for (int i = 0; i < 10_000; i++) {
      elements.add(i % 1_000 == 0 ? big : (Object) i);
    }
    var packs = builder.pack(elements, "N");
    for (var pack : packs) {
      assertThat(pack.contents().stream().mapToInt(each -> each.length).sum())
          .isLessThanOrEqualTo(PackBuilder.MAX_BYTES);
      assertThat(pack.size()).isLessThanOrEqualTo(PackBuilder.MAX_TASKS);
    }
    assertThat(ids(packs)).hasSize(10_000).doesNotHaveDuplicates();
  }

  @Test
  void sameCalls_makeSamePacks_andTheirHashTellsContents() {
    var again = new PackBuilder(codec, "0~2");
    for (int i = 0; i < 20; i++) {
      var first = builder.pack(numbers(200), "N");
      var second = again.pack(numbers(200), "N");
      assertThat(second.stream().map(TaskPack::hash).toList())
          .isEqualTo(first.stream().map(TaskPack::hash).toList());
    }
    var one = builder.pack(List.of("ab", "c"), "N").get(0);
    assertThat(one.hash())
        .isNotEqualTo(builder.pack(List.of("a"), "N").get(0).hash())
        .isNotEqualTo(builder.pack(List.of("ab", "c"), "M").get(0).hash());
  }

  @Test
  void whatCannotTravel_isNamed_andNothingIsCounted() {
    assertThatThrownBy(() -> builder.pack(List.of(1, new StringBuilder()), "N"))
        .hasMessageContaining("java.lang.StringBuilder");
    assertThatThrownBy(() -> builder.pack(List.of(1, "x".repeat(PackBuilder.MAX_CONTENT)), "N"))
        .hasMessageContaining("element 1 has 4194306 bytes of JSON");
    assertThatThrownBy(() -> builder.pack(List.of(1), "n".repeat(256)))
        .hasMessageContaining("256 characters");
    assertThat(builder.mapped()).isZero();
  }

  @Test
  void pack_travels_andIsSplit() throws IOException {
    var pack = new TaskPack("0.3", "N", 7, 1, 2, "t", List.of(new byte[] {1}, new byte[0]));
    var decoded = TaskPack.decode(pack.encode());
    assertThat(decoded).usingRecursiveComparison().isEqualTo(pack);
    assertThat(decoded.taskId(1)).isEqualTo("0.3.8");
    assertThat(ids(decoded.split(1))).containsExactly("0.3.8");
    assertThat(decoded.again(0).execution()).isEqualTo(3);
    assertThat(decoded.again(0).attempt()).isZero();
    assertThatThrownBy(() -> TaskPack.decode(new byte[] {9})).isInstanceOf(IOException.class);
  }
}

package tech.powerjob.web.page.admin;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Days of a calendar as people write them: one entry a line, a slash between first and last. */
final class DateRanges {
  private DateRanges() {}

  /** Days that follow one another become one entry. */
  static String text(List<String> days) {
    var dates = days.stream().map(LocalDate::parse).sorted().toList();
    var entries = new ArrayList<String>();
    int i = 0;
    while (i < dates.size()) {
      int last = i;
      while (last + 1 < dates.size() && dates.get(last + 1).equals(dates.get(last).plusDays(1))) {
        last++;
      }
      entries.add(i == last ? dates.get(i).toString() : dates.get(i) + "/" + dates.get(last));
      i = last + 1;
    }
    return entries.stream().collect(Collectors.joining("\n"));
  }

  /** The entries of a text, with white space or commas between. */
  static List<String> entries(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split("[\\s,;]+")).filter(entry -> !entry.isEmpty()).toList();
  }
}

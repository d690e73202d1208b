package tech.powerjob.it.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The TCP addresses on which a process of this machine listens, as Linux tells them. */
final class Listeners {
  private static final String LISTEN = "0A";

  private Listeners() {}

  /** Each as {@code loopback:7700} or {@code elsewhere:7700}. */
  static Set<String> of(long pid) throws IOException {
    var sockets = sockets(pid);
    var found = new TreeSet<String>();
    for (var table : List.of("tcp", "tcp6")) {
      for (var line : Files.readAllLines(Path.of("/proc/net", table))) {
        var fields = line.trim().split("\\s+");
        if (fields.length > 9 && fields[3].equals(LISTEN) && sockets.contains(fields[9])) {
          var local = fields[1].split(":");
          found.add(
              (isLoopback(local[0]) ? "loopback:" : "elsewhere:") + Integer.parseInt(local[1], 16));
        }
      }
    }
    return found;
  }

  /** 127.0.0.1, ::1, or 127.0.0.1 mapped to IPv6, as the kernel writes them. */
  private static boolean isLoopback(String address) {
    return address.equals("0100007F")
        || address.equals("00000000000000000000000001000000")
        || address.equals("0000000000000000FFFF00000100007F");
  }

  private static Set<String> sockets(long pid) throws IOException {
    try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors
          .map(Listeners::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed since it was listed.
    }
  }
}

package tech.powerjob.web.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tech.powerjob.server.log.LogService;

/** An online log as a file. */
public final class LogDownload {
  private LogDownload() {}

  /**
   * The answer, which is read while it is sent.
   *
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public static Response of(LogService logs, long appId, long instanceId) {
    logs.page(appId, instanceId, 0); // So that an unknown one is told before anything is sent.
    StreamingOutput output =
        stream -> {
          try {
            logs.write(
                appId,
                instanceId,
                portion -> {
                  try {
                    stream.write(portion.getBytes(StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        };
    return Response.ok(output, "text/plain;charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"oms-" + instanceId + ".log\"")
        .build();
  }
}

package tech.powerjob.web.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tech.powerjob.server.log.LogService;

/** An online log as a file. */
public final class LogDownload {
  /** What a log is sent as. */
  public static final String TYPE = "text/plain;charset=UTF-8";

  private LogDownload() {}

  /**
   * The answer, which is read while it is sent.
   *
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public static Response of(LogService logs, long appId, long instanceId) {
    logs.page(appId, instanceId, 0); // So that an unknown one is told before anything is sent.
    StreamingOutput output = stream -> write(logs, appId, instanceId, stream);
    return Response.ok(output, TYPE).header("Content-Disposition", disposition(instanceId)).build();
  }

  /** What tells a browser to keep the answer as a file. */
  public static String disposition(long instanceId) {
    return "attachment; filename=\"oms-" + instanceId + ".log\"";
  }

  /**
   * Writes the log as it stands.
   *
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public static void write(LogService logs, long appId, long instanceId, OutputStream stream)
      throws IOException {
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
  }
}

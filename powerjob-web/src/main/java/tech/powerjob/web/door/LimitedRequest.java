package tech.powerjob.web.door;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import tech.powerjob.web.rest.BodyTooLargeException;

/**
 * A request whose body ends in an error when it is larger than the server takes, and whose content
 * is of no known type when its header cannot be read: servers answer such a header with a page of
 * their own.
 */
final class LimitedRequest extends HttpServletRequestWrapper {
  /**
   * How much of what is too much is still read, in bytes, so that a caller who sends before it
   * listens gets to hear the answer.
   */
  private static final long SWALLOWED = 16 * BodyTooLargeException.LIMIT;

  private static final String CONTENT_TYPE = "Content-Type";
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final Pattern TYPE =
      Pattern.compile("%1$s/%1$s(\\s*;\\s*%1$s=(%1$s|\"[^\"\\\\]*\"))*\\s*;?\\s*".formatted(TOKEN));

  private final Runnable giveUp;
  private ServletInputStream limited;

  /**
   * A request.
   *
   * @param giveUp sees to it that the connection ends, when there is more than can be read
   */
  LimitedRequest(HttpServletRequest request, Runnable giveUp) {
    super(request);
    this.giveUp = giveUp;
  }

  @Override
  public String getContentType() {
    var type = super.getContentType();
    return type == null || TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE;
  }

  @Override
  public String getHeader(String name) {
    return CONTENT_TYPE.equalsIgnoreCase(name) ? getContentType() : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return CONTENT_TYPE.equalsIgnoreCase(name) && getContentType() != null
        ? Collections.enumeration(List.of(getContentType()))
        : super.getHeaders(name);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (limited == null) {
      limited = new LimitedStream(super.getInputStream(), giveUp);
    }
    return limited;
  }

  private static final class LimitedStream extends ServletInputStream {
    private final ServletInputStream body;
    private final Runnable giveUp;
    private long left = BodyTooLargeException.LIMIT;

    LimitedStream(ServletInputStream body, Runnable giveUp) {
      this.body = body;
      this.giveUp = giveUp;
    }

    @Override
    public int read() throws IOException {
      int read = body.read();
      if (read >= 0) {
        count(1);
      }
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = body.read(buffer, offset, length);
      if (read > 0) {
        count(read);
      }
      return read;
    }

    private void count(int read) throws IOException {
      boolean fits = left >= 0;
      left -= read;
      if (fits && left < 0) {
        swallow();
      }
      if (left < 0) {
        throw new BodyTooLargeException();
      }
    }

    private void swallow() throws IOException {
      var scratch = new byte[8_192];
      long swallowed = 0;
      for (int read = body.read(scratch); read >= 0; read = body.read(scratch)) {
        swallowed += read;
        if (swallowed > SWALLOWED) {
          giveUp.run();
          return;
        }
      }
    }

    @Override
    public int available() throws IOException {
      return body.available();
    }

    @Override
    public void close() throws IOException {
      body.close();
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}

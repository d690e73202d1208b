package tech.powerjob.web.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.web.rest.BodyTooLargeException;

class LimitedRequestTest {
  private final List<String> givenUp = new ArrayList<>();
  private long read;

  private LimitedRequest request(String type, long size) {
    var body =
        new ServletInputStream() {
          @Override
          public int read() {
            return read++ < size ? 'x' : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (read >= size) {
              return -1;
            }
            int some = (int) Math.min(length, size - read);
            read += some;
            return some;
          }

          @Override
          public boolean isFinished() {
            return read >= size;
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setReadListener(ReadListener listener) {}
        };
    var request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getContentType", "getHeader" -> type;
                      case "getHeaders" -> Collections.enumeration(List.of(type));
                      case "getInputStream" -> body;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    return new LimitedRequest(request, () -> givenUp.add("x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/merge-patch+json;charset=\"UTF-8\"",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=--a_b"
      })
  void readableType_staysAsItIs(String type) {
    assertThat(request(type, 0).getContentType()).isEqualTo(type);
    assertThat(request(type, 0).getHeader("content-type")).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "", "a/b/c", "text/plain; charset", "text/ plain", "/", "a/"})
  void unreadableType_isUnknown(String type) {
    var request = request(type, 0);

    assertThat(request.getContentType()).isEqualTo("application/octet-stream");
    assertThat(Collections.list(request.getHeaders("Content-Type")))
        .containsExactly("application/octet-stream");
  }

  @Test
  void bodyThatFits_isRead() throws Exception {
    assertThat(request("text/plain", BodyTooLargeException.LIMIT).getInputStream().readAllBytes())
        .hasSize((int) BodyTooLargeException.LIMIT);
  }

  @Test
  void bodyThatIsTooLarge_isReadToItsEndAndRefused() {
    long size = BodyTooLargeException.LIMIT + 5_000_000;
    var request = request("text/plain", size);

    assertThatThrownBy(() -> request.getInputStream().readAllBytes())
        .isInstanceOf(BodyTooLargeException.class);
    assertThat(read).isGreaterThanOrEqualTo(size);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void bodyWithoutEnd_isGivenUp() {
    var request = request("text/plain", Long.MAX_VALUE);

    assertThatThrownBy(() -> request.getInputStream().readAllBytes())
        .isInstanceOf(BodyTooLargeException.class);
    assertThat(read).isLessThan(20 * BodyTooLargeException.LIMIT);
    assertThat(givenUp).hasSize(1);
  }
}

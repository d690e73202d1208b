package tech.powerjob.it.official;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program around PowerJob's published client, of which it finds nothing but the jars on its class
 * path: reads calls as JSON lines {@code ["method", argument...]} and answers each with a line. Its
 * arguments are the addresses, separated by commas, application and password; {@code ["connect",
 * addresses, application, password]} begins anew.
 */
public final class ClientProbe {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final String CLIENT = "tech.powerjob.client.PowerJobClient";

  private Object client;

  private ClientProbe() {}

  public static void main(String[] args) throws Exception {
    var probe = new ClientProbe();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println("ANSWER " + JSON.writeValueAsString(probe.answer(JSON.readTree(line))));
    }
  }

  private Map<String, Object> answer(JsonNode call) throws Exception {
    var answer = new LinkedHashMap<String, Object>();
    long begun = System.nanoTime();
    try {
      if (call.get(0).asText().equals("connect")) {
        client =
            Class.forName(CLIENT)
                .getConstructor(List.class, String.class, String.class)
                .newInstance(
                    new ArrayList<>(Arrays.asList(call.get(1).asText().split(","))),
                    call.get(2).asText(),
                    call.get(3).asText());
      } else {
        answer.put("result", invoke(call));
      }
    } catch (InvocationTargetException e) {
      answer.put("exception", e.getCause().getClass().getSimpleName());
      answer.put("message", String.valueOf(e.getCause().getMessage()));
    }
    answer.put("millis", (System.nanoTime() - begun) / 1_000_000);
    return answer;
  }

  private Object invoke(JsonNode call) throws Exception {
    for (var method : client.getClass().getMethods()) {
      if (method.getName().equals(call.get(0).asText())
          && method.getParameterCount() == call.size() - 1) {
        var arguments = new Object[call.size() - 1];
        for (int i = 0; i < arguments.length; i++) {
          var type = JSON.constructType(method.getGenericParameterTypes()[i]);
          arguments[i] = JSON.convertValue(call.get(i + 1), type);
        }
        return method.invoke(client, arguments);
      }
    }
    throw new IllegalArgumentException("the client has no method for " + call);
  }
}

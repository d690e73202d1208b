package tech.powerjob.agent;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the build. */
final class AgentVersion implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (var in = AgentVersion.class.getResourceAsStream("agent.properties")) {
      properties.load(in);
    }
    return new String[] {"powerjob-agent " + properties.getProperty("version")};
  }
}

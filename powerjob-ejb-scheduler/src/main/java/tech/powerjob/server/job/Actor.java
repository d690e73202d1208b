package tech.powerjob.server.job;

import jakarta.enterprise.context.RequestScoped;

/** Who makes the present call, for the history of what was done to jobs. */
@RequestScoped
public class Actor {
  private String name = "server";

  /** Sets the name of the user or application. */
  public void is(String who) {
    name = who;
  }

  /** Name of the user or application; {@code server} if nobody is known. */
  public String name() {
    return name;
  }
}

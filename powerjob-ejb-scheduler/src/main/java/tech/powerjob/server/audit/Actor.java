package tech.powerjob.server.audit;

import jakarta.enterprise.context.RequestScoped;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditActor.Type;

/**
 * Who makes the present call and where from, for the history of what was done. Whoever lets a call
 * in fills it; as long as nobody has, the server acts by itself.
 */
@RequestScoped
public class Actor {
  private Type type = Type.SERVER;
  private Long id;
  private String uniqueName = AuditActor.SERVER.name();
  private String name = AuditActor.SERVER.name();
  private String address;

  /** Somebody calls from this address who has not proved yet who they are. */
  public void at(String remoteAddress) {
    address = remoteAddress;
    if (type == Type.SERVER) {
      stranger("");
    }
  }

  /** Somebody who calls themselves that. */
  public void stranger(String claimedName) {
    is(Type.STRANGER, null, claimedName, claimedName);
  }

  /**
   * A user.
   *
   * @param username unique name
   * @param showName name for people
   */
  public void user(long userId, String username, String showName) {
    is(Type.USER, userId, username, showName);
  }

  /** An application. */
  public void app(long appId, String appName) {
    is(Type.APP, appId, appName, "app " + appName);
  }

  private void is(Type newType, Long newId, String newUniqueName, String newName) {
    type = newType;
    id = newId;
    uniqueName = newUniqueName;
    name = newName;
  }

  /** Name of the user or application, for people; {@code server} if nobody calls. */
  public String name() {
    return name;
  }

  /** All that is known at this moment. */
  public AuditActor snapshot() {
    return new AuditActor(type, id, uniqueName, address);
  }
}

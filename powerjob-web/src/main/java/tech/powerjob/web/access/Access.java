package tech.powerjob.web.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says who may call a resource method; on a class it holds for its methods without their own. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Access {
  /** Kinds of callers. */
  enum Kind {
    /** Anybody; the method itself gives nothing away. */
    PUBLIC,
    /** An application with a token of the OpenAPI. */
    APP,
    /** A user with a token of the console; the method checks the permission on what it touches. */
    USER,
    /** An application or a user, as {@link #APP} and {@link #USER}. */
    APP_OR_USER
  }

  Kind value();

  /** Whether users may call it who have yet to change the password that was made up for them. */
  boolean beforePasswordChange() default false;
}

package tech.powerjob.worker.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a processor. It takes one {@link tech.powerjob.worker.core.processor.TaskContext}
 * or nothing. A job names it as {@code beanOrClass#name}. A returned {@link
 * tech.powerjob.worker.core.processor.ProcessResult} is the result; anything else makes a success
 * with its JSON text, and nothing at all a success without a text.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface PowerJobHandler {
  /** Name of the handler, unique within its class. */
  String name();
}

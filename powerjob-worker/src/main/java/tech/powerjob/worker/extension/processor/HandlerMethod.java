package tech.powerjob.worker.extension.processor;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.annotation.PowerJobHandler;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.internal.Json;

/** A method that is a processor. As thread-safe as the method. */
public final class HandlerMethod implements BasicProcessor {
  private final Method method;
  private final Object bean;

  private HandlerMethod(Method method, Object bean) {
    this.method = method;
    this.bean = bean;
  }

  /**
   * The handler of a class.
   *
   * @param type class as its author wrote it; superclasses count too
   * @param name value of {@link PowerJobHandler#name()}
   * @param bean object that is called; a container may have put something around it
   * @param target object within, for private methods, which no container intercepts
   * @throws PowerJobException if the class has no such handler, several, or one with other
   *     parameters than a {@link TaskContext}
   */
  public static HandlerMethod of(Class<?> type, String name, Object bean, Object target) {
    var found = handlers(type, name);
    if (found.isEmpty()) {
      throw new PowerJobException(
          "class %s has no method with @PowerJobHandler(name = \"%s\")"
              .formatted(type.getName(), name));
    }
    if (found.size() > 1) {
      throw new PowerJobException(
          "class %s has %d methods with @PowerJobHandler(name = \"%s\") but must have one"
              .formatted(type.getName(), found.size(), name));
    }
    var method = found.get(0);
    var parameters = method.getParameterTypes();
    if (parameters.length > 1 || (parameters.length == 1 && parameters[0] != TaskContext.class)) {
      throw new PowerJobException(
          "method %s of class %s must take one TaskContext or nothing"
              .formatted(method.getName(), method.getDeclaringClass().getName()));
    }
    return new HandlerMethod(
        accessible(method), Modifier.isPrivate(method.getModifiers()) ? target : bean);
  }

  private static List<Method> handlers(Class<?> type, String name) {
    var found = new ArrayList<Method>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      for (var method : each.getDeclaredMethods()) {
        var handler = method.getAnnotation(PowerJobHandler.class);
        if (handler != null
            && handler.name().equals(name)
            && !method.isBridge()
            && found.stream().noneMatch(override -> isOverriddenBy(method, override))) {
          found.add(method);
        }
      }
    }
    return found;
  }

  private static boolean isOverriddenBy(Method method, Method candidate) {
    return !Modifier.isPrivate(method.getModifiers())
        && method.getName().equals(candidate.getName())
        && List.of(method.getParameterTypes()).equals(List.of(candidate.getParameterTypes()));
  }

  private static Method accessible(Method method) {
    try {
      method.setAccessible(true);
      return method;
    } catch (RuntimeException e) {
      throw new PowerJobException(
          "method %s of class %s cannot be called: %s"
              .formatted(method.getName(), method.getDeclaringClass().getName(), e.getMessage()),
          e);
    }
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    Object returned;
    try {
      returned =
          method.getParameterCount() == 0 ? method.invoke(bean) : method.invoke(bean, context);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
    if (returned instanceof ProcessResult result) {
      return result;
    }
    if (returned == null) {
      return method.getReturnType() == ProcessResult.class ? null : new ProcessResult(true);
    }
    return new ProcessResult(true, text(returned));
  }

  private static String text(Object returned) throws JsonProcessingException {
    return returned instanceof String text ? text : Json.mapper().writeValueAsString(returned);
  }
}

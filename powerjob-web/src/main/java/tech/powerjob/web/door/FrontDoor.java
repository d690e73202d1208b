package tech.powerjob.web.door;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.web.RestApplication;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.description.DescriptionPages;
import tech.powerjob.web.gateway.WorkerDoor;
import tech.powerjob.web.live.LiveDoor;
import tech.powerjob.web.page.ConsoleSession;
import tech.powerjob.web.page.ReturnPath;

/**
 * Lets a request through to what its path leads to, and no further. Sets the headers that keep
 * browsers careful. REST resources check credentials themselves; pages need a logged-in session.
 */
@WebFilter(filterName = "FrontDoor", urlPatterns = "/*", asyncSupported = true)
public class FrontDoor implements Filter {
  private static final String LOGIN_PAGE = "/login.xhtml";
  private static final String PASSWORD_PAGE = "/password.xhtml";
  private static final String FIRST_PAGE = "/home.xhtml";

  @Inject ConsoleSession session;
  @Inject FrequentCalls frequent;
  @Inject DescriptionPages descriptions;
  @Inject WorkerDoor workers;
  @Inject LiveDoor live;
  @Inject Actor actor;
  @Inject CurrentUser currentUser;

  @Override
  public void doFilter(ServletRequest rawRequest, ServletResponse rawResponse, FilterChain chain)
      throws IOException, ServletException {
    var request = (HttpServletRequest) rawRequest;
    var response = (HttpServletResponse) rawResponse;
    var path = path(request);
    var door = Door.of(path);
    CarefulHeaders.set(response, door);
    switch (door) {
      case START -> response.sendRedirect(request.getContextPath() + FIRST_PAGE);
      case OPEN -> chain.doFilter(request, response);
      case PAGE -> page(path, request, response, chain);
      case LIVE -> live.open(user(request), request, response, chain);
      case DESCRIPTION -> description(path, request, response);
      case WORKER -> workers.answer(path, limited(request, response), response);
      case REST -> resource(path, limited(request, response), response);
      case NOWHERE -> nothingHere(response);
    }
  }

  private static HttpServletRequest limited(
      HttpServletRequest request, HttpServletResponse response) {
    return new LimitedRequest(request, () -> response.setHeader("Connection", "close"));
  }

  private void resource(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!frequent.answer(path, request, response)) {
      request.getRequestDispatcher(RestApplication.PATH + path).forward(request, response);
    }
  }

  private void description(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (descriptions.admits(request)) {
      descriptions.answer(path, request, response);
    } else if (DescriptionPages.isPage(path)) {
      response.sendRedirect(request.getContextPath() + LOGIN_PAGE);
    } else {
      descriptions.refuse(response);
    }
  }

  private void page(
      String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var user = user(request);
    if (user.isPresent()) {
      actor.at(request.getRemoteAddr());
      currentUser.is(user.get());
      if (user.get().mustChangePassword() && !path.equals(PASSWORD_PAGE)) {
        goTo(PASSWORD_PAGE, request, response);
        return;
      }
      chain.doFilter(request, response);
      return;
    }
    ReturnPath.remember(request, response, path);
    goTo(LOGIN_PAGE, request, response);
  }

  private Optional<UserIdentity> user(HttpServletRequest request) {
    return request.getSession(false) == null ? Optional.empty() : session.user();
  }

  private static void goTo(String page, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var url = request.getContextPath() + page;
    if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      // A script asked; this is how Faces scripts are told to go elsewhere.
      response.setContentType("text/xml;charset=UTF-8");
      response
          .getWriter()
          .write(
              "<?xml version='1.0' encoding='UTF-8'?><partial-response><redirect url=\""
                  + url
                  + "\"></redirect></partial-response>");
      return;
    }
    response.sendRedirect(url);
  }

  private static void nothingHere(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().write("There is nothing at this address.\n");
  }

  /** The path that the server maps: what a filter decides on must be what the server goes by. */
  private static String path(HttpServletRequest request) {
    var pathInfo = request.getPathInfo();
    return request.getServletPath() + (pathInfo == null ? "" : pathInfo);
  }
}

package io.poyang.console;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Contract;
import io.poyang.console.http.Contract.Operation;
import io.poyang.console.http.Guard;
import io.poyang.console.http.Negotiation;
import io.poyang.console.http.ParameterCheck;
import io.poyang.console.http.Problem;
import io.poyang.console.pages.Pages;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Leads a request to its operation, to a page, or to a problem that says why not. */
final class ConsoleRouter {
  /**
   * Nothing from elsewhere, no inline script. The pages' styles are constructable sheets, which
   * need no more than this.
   */
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private static final Pattern OURS = Pattern.compile("/(api|health|metrics|openapi)([/.].*)?");

  /** The longest order has 500 numbers and a hundred names. */
  private static final int LONGEST_BODY = 64 * 1024;

  private final Contract contract;
  private final Guard guard;
  private final Pages pages;

  ConsoleRouter(Contract contract, Guard guard, Pages pages) {
    this.contract = contract;
    this.guard = guard;
    this.pages = pages;
  }

  Router router(
      Vertx vertx,
      OpenAPIContract checked,
      Map<String, BiConsumer<RoutingContext, String>> handlers) {
    refuseMismatch(handlers.keySet());
    RouterBuilder builder = RouterBuilder.create(vertx, checked);
    builder.rootHandler(ConsoleRouter::secure);
    for (Operation operation : contract.operations()) {
      OpenAPIRoute route = builder.getRoute(operation.id());
      BiConsumer<RoutingContext, String> handler = handlers.get(operation.id());
      if (route != null && handler != null) {
        if (operation.guarded()) {
          guarded(route);
        }
        route.addHandler(ctx -> negotiate(ctx, operation, handler));
        route.addFailureHandler(ctx -> fail(ctx, operation));
      }
    }
    Router router = builder.createRouter();
    for (Route route : router.getRoutes()) {
      if (route.methods() != null && route.methods().contains(HttpMethod.GET)) {
        route.method(HttpMethod.HEAD);
      }
    }
    router.route().handler(this::elsewhere).failureHandler(ctx -> Answers.failure(ctx, cause(ctx)));
    router.errorHandler(
        400,
        ctx -> Answers.problem(ctx, Problem.badRequest("the path or query is not well formed")));
    return router;
  }

  /** Whoever shows no token has not even the rest of the request read. */
  private void guarded(OpenAPIRoute route) {
    BodyHandler bodies = BodyHandler.create(false).setBodyLimit(LONGEST_BODY);
    // The handlers say what is wrong with a body, in words that name the mend.
    route.setDoSecurity(false).setDoValidation(false);
    route.addHandler(
        ctx -> {
          guard.admit(ctx);
          refuseOtherThanJson(ctx);
          ctx.next();
        });
    route.addHandler(bodies::handle);
  }

  private static void refuseOtherThanJson(RoutingContext ctx) {
    String type = String.valueOf(ctx.request().getHeader("content-type"));
    if (!type.split(";")[0].trim().equalsIgnoreCase("application/json")) {
      throw new Problem(
              415,
              "unsupported-media-type",
              "Unsupported media type",
              "content-type was '" + type + "' but must be application/json")
          .asException();
    }
  }

  private void refuseMismatch(Set<String> handlers) {
    Set<String> operations =
        contract.operations().stream()
            .map(Operation::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!operations.equals(handlers)) {
      throw new IllegalStateException(
          "the contract has operations " + operations + " but there are handlers for " + handlers);
    }
  }

  private static void secure(RoutingContext ctx) {
    ctx.response()
        .putHeader("content-security-policy", CONTENT_POLICY)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("referrer-policy", "no-referrer");
    // Refuses a query that is not well formed before anything else stumbles over it.
    ctx.queryParams();
    ctx.next();
  }

  private static void negotiate(
      RoutingContext ctx, Operation operation, BiConsumer<RoutingContext, String> handler) {
    List<String> failures = ParameterCheck.failures(operation, ctx.pathParams(), ctx.queryParams());
    if (!failures.isEmpty()) {
      throw Problem.badRequest(String.join("; ", failures)).asException();
    }
    handler.accept(ctx, mediaType(ctx, operation));
  }

  private static String mediaType(RoutingContext ctx, Operation operation) {
    String format = ctx.queryParams().get("format");
    if (format != null) {
      return operation.produced().stream()
          .filter(type -> type.endsWith("/" + format))
          .findFirst()
          .orElseThrow();
    }
    String accept = String.join(",", ctx.request().headers().getAll("accept"));
    return Negotiation.choose(accept, operation.produced())
        .orElseThrow(
            () ->
                new Problem(
                        406,
                        "not-acceptable",
                        "Not acceptable",
                        "accept was '"
                            + accept
                            + "' but "
                            + operation.path()
                            + " answers "
                            + String.join(" or ", operation.produced()))
                    .asException());
  }

  /** Our own words name the parameter, what it was and what it must be; Vert.x's may not. */
  private static void fail(RoutingContext ctx, Operation operation) {
    Throwable failure = cause(ctx);
    if (failure instanceof ValidatorException) {
      List<String> failures =
          ParameterCheck.failures(operation, ctx.pathParams(), ctx.queryParams());
      String detail =
          failures.isEmpty() ? String.valueOf(failure.getMessage()) : String.join("; ", failures);
      Answers.problem(ctx, Problem.badRequest(detail));
    } else {
      Answers.failure(ctx, failure);
    }
  }

  private static Throwable cause(RoutingContext ctx) {
    Throwable failure = ctx.failure();
    if (failure instanceof HttpException wrapped && wrapped.getStatusCode() < 500) {
      Throwable cause = Objects.requireNonNullElse(wrapped.getCause(), wrapped);
      return cause instanceof ValidatorException
          ? cause
          : Problem.badRequest("the request is not well formed: " + cause.getMessage())
              .asException();
    }
    if (failure == null && ctx.statusCode() == 413) {
      return new Problem(
              413,
              "too-large",
              "Content too large",
              "the body has more than " + LONGEST_BODY + " bytes: ask for less at once")
          .asException();
    }
    return failure != null
        ? failure
        : new IllegalStateException("request failed with status " + ctx.statusCode());
  }

  /** What is no operation: a page, a wrong method, or nothing. */
  private void elsewhere(RoutingContext ctx) {
    String path = ctx.normalizedPath();
    List<Operation> operations = contract.at(path);
    boolean reads = ctx.request().method().equals(HttpMethod.GET) || Answers.isHead(ctx);
    if (operations.isEmpty() && OURS.matcher(path).matches()) {
      Answers.problem(ctx, Problem.noSuchPath(path));
    } else if (!operations.isEmpty() || !reads) {
      String allowed = allowed(operations);
      ctx.response().putHeader("allow", allowed);
      Answers.problem(
          ctx,
          new Problem(
              405,
              "method-not-allowed",
              "Method not allowed",
              "method was " + ctx.request().method() + " but " + path + " takes " + allowed));
    } else {
      pages.page(ctx);
    }
  }

  private static String allowed(List<Operation> operations) {
    return operations.isEmpty()
        ? "GET, HEAD"
        : operations.stream()
            .map(operation -> operation.reads() ? "GET, HEAD" : operation.method())
            .collect(Collectors.joining(", "));
  }
}

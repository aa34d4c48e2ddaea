package io.poyang.edge.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.poyang.edge.opcua.OpcUaConfig.Login;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;

/** Opens a session with a server, or says in words why there is none. */
record Dialling(OpcUaConfig config, ClientIdentity identity, ServerTrust trust, Pace pace) {
  OpcUaClient dial() throws LinkException, InterruptedException {
    try {
      EndpointDescription endpoint = endpoint();
      OpcUaClient client = OpcUaClient.create(configuration(endpoint), this::transport);
      return connected(client);
    } catch (UaException e) {
      throw new LinkException(words(e.getStatusCode(), String.valueOf(e.getMessage())), e);
    } catch (LinkException e) {
      throw new LinkException(words(e.status(), String.valueOf(e.getMessage())), e);
    }
  }

  private OpcUaClient connected(OpcUaClient client) throws LinkException, InterruptedException {
    boolean connected = false;
    try {
      CompletableFuture<?> session = client.connectAsync();
      // A session waits for a channel that Milo tries for ever; only the channel says what is
      // wrong.
      if (client.getTransport() instanceof OpcTcpClientTransport tcp) {
        OpcUaLink.await(tcp.getChannelFsm().getChannel(), pace.request().multipliedBy(2));
      }
      // Several requests: session, activation, namespaces.
      OpcUaLink.await(session, pace.request().multipliedBy(3));
      connected = true;
      return client;
    } finally {
      if (!connected) {
        // Left alone, a client that failed would go on trying by itself.
        client.disconnectAsync();
      }
    }
  }

  /** The endpoint with exactly the configured security; there is no falling back to less. */
  private EndpointDescription endpoint() throws LinkException, InterruptedException {
    CompletableFuture<List<EndpointDescription>> asked =
        DiscoveryClient.getEndpoints(config.endpoint(), this::transport);
    List<EndpointDescription> offered = OpcUaLink.await(asked, pace.request().multipliedBy(2));
    SecurityPolicy policy = config.security().policy();
    MessageSecurityMode mode =
        policy == SecurityPolicy.None
            ? MessageSecurityMode.None
            : MessageSecurityMode.SignAndEncrypt;
    EndpointDescription chosen =
        offered.stream()
            .filter(e -> policy.getUri().equals(e.getSecurityPolicyUri()))
            .filter(e -> e.getSecurityMode() == mode)
            .filter(e -> Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(e.getTransportProfileUri()))
            .findFirst()
            .orElseThrow(
                () ->
                    refused(
                        "offers no %s; it offers %s"
                            .formatted(policy.name() + " " + mode, names(offered))));
    UserTokenType token =
        config.login() instanceof Login.Username ? UserTokenType.UserName : UserTokenType.Anonymous;
    if (tokens(chosen).noneMatch(t -> t.getTokenType() == token)) {
      throw refused(
          token == UserTokenType.Anonymous
              ? "does not take anonymous users; set username and password"
              : "does not take user names; leave out username and password");
    }
    // Servers like to name themselves by a host that only they can resolve.
    URI here = URI.create(config.endpoint());
    return EndpointUtil.updateUrl(chosen, here.getHost(), here.getPort());
  }

  private static Stream<UserTokenPolicy> tokens(EndpointDescription endpoint) {
    UserTokenPolicy[] tokens = endpoint.getUserIdentityTokens();
    return tokens == null ? Stream.of() : Stream.of(tokens);
  }

  private LinkException refused(String why) {
    return new LinkException("server " + why, new StatusCode(StatusCodes.Bad_ConfigurationError));
  }

  private static List<String> names(List<EndpointDescription> offered) {
    return offered.stream()
        .map(
            e -> {
              String uri = String.valueOf(e.getSecurityPolicyUri());
              return uri.substring(uri.indexOf('#') + 1) + " " + e.getSecurityMode();
            })
        .distinct()
        .toList();
  }

  private void transport(OpcTcpClientTransportConfigBuilder transport) {
    transport
        .setConnectTimeout(millis(pace.request()))
        .setAcknowledgeTimeout(millis(pace.request()));
  }

  private OpcUaClientConfig configuration(EndpointDescription endpoint) {
    OpcUaClientConfigBuilder builder =
        OpcUaClientConfig.builder()
            .setApplicationName(LocalizedText.english("Poyang edge agent"))
            .setApplicationUri(identity.applicationUri())
            .setProductUri("urn:poyang:edge")
            .setSessionName(() -> "poyang " + config.name())
            .setEndpoint(endpoint)
            .setCertificateValidator(trust)
            .setIdentityProvider(login())
            .setKeepAliveInterval(millis(pace.keepAlive()))
            .setKeepAliveTimeout(millis(pace.keepAlive()))
            .setRequestTimeout(millis(pace.request()));
    if (config.security().policy() != SecurityPolicy.None) {
      builder
          .setKeyPair(identity.keys())
          .setCertificate(identity.certificate())
          .setCertificateChain(new X509Certificate[] {identity.certificate()});
    }
    return builder.build();
  }

  private IdentityProvider login() {
    return switch (config.login()) {
      case Login.Anonymous anonymous -> new AnonymousProvider();
      case Login.Username login ->
          new UsernameProvider(
              login.user(), login.password().reveal(), trust, this::tokenThatHidesThePassword);
    };
  }

  /** Without a secure channel the password must be encrypted by its token policy. */
  private UserTokenPolicy tokenThatHidesThePassword(List<UserTokenPolicy> policies) {
    String none = SecurityPolicy.None.getUri();
    boolean open = config.security().policy() == SecurityPolicy.None;
    return policies.stream()
        .filter(
            policy -> {
              String uri = policy.getSecurityPolicyUri();
              boolean inherits = uri == null || uri.isEmpty();
              return inherits ? !open : !(open && uri.equals(none));
            })
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException("the password would travel in clear text; use security"));
  }

  private String words(StatusCode status, String message) {
    String refusal = trust.refusal();
    if (refusal != null) {
      return refusal;
    }
    String name = Statuses.name(status);
    return switch (name) {
      case "Bad_UserAccessDenied", "Bad_IdentityTokenRejected", "Bad_IdentityTokenInvalid" ->
          user() + " was refused (" + name + "): check username and password";
      case "Bad_SecurityChecksFailed",
          "Bad_CertificateUntrusted",
          "Bad_CertificateInvalid",
          "Bad_CertificateUriInvalid",
          "Bad_CertificateUseNotAllowed" ->
          "server refused this agent (%s): have certificate SHA-1 %s (pki/own/client.der) trusted there"
              .formatted(name, TrustStore.sha1(identity.certificate()));
      case "Bad_ConnectionRejected" ->
          "connection refused: is the server running, is the port right?";
      case "Bad_Timeout" -> "no answer: is the address right, is the way to it open?";
      case "Bad_ConfigurationError" -> message;
      default -> name + " (" + message + ")";
    };
  }

  private String user() {
    return switch (config.login()) {
      case Login.Anonymous anonymous -> "anonymous user";
      case Login.Username login -> "user '" + login.user() + "'";
    };
  }

  private static UInteger millis(Duration duration) {
    return uint(duration.toMillis());
  }
}

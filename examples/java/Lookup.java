import com.google.gson.Gson;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.RetryInfo;
import com.resolver.v1.BatchItem;
import com.resolver.v1.BatchResolveRequest;
import com.resolver.v1.Cause;
import com.resolver.v1.InvoiceInputs;
import com.resolver.v1.InvoiceType;
import com.resolver.v1.LookupContext;
import com.resolver.v1.LookupOutcome;
import com.resolver.v1.LookupTiming;
import com.resolver.v1.Remedy;
import com.resolver.v1.Requester;
import com.resolver.v1.ResolveRequest;
import com.resolver.v1.ResolveResponse;
import com.resolver.v1.ResolverServiceGrpc;
import com.resolver.v1.ResolverServiceGrpc.ResolverServiceBlockingStub;
import com.resolver.v1.Role;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Asks why invoice lookups failed and prints what to do: {@code Lookup ADDRESS [CA.crt]}, run in the project's folder. The
 * token is in {@code TOKEN}.
 */
public final class Lookup {
  private static final Path SERVICE_CONFIG = Path.of("examples/service_config.json");
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private static final LookupContext CONTEXT =
      LookupContext.newBuilder()
          .setLookupId("AP-2026-031207")
          .setInputs(
              InvoiceInputs.newBuilder()
                  .setInvoiceType(InvoiceType.INVOICE_TYPE_DIGITAL_SPECIAL)
                  .setInvoiceNumber("26112000000451829937")
                  .setIssueDate("20260305")
                  .setAmount("11061.95"))
          .setOutcome(
              LookupOutcome.newBuilder().setProvider("sta_inv_veri_query").setCode("006").setMessage("发票信息不一致"))
          .setRequester(Requester.newBuilder().setRole(Role.ROLE_EMPLOYEE))
          .build();

  private final ResolverServiceBlockingStub stub;

  private Lookup(ManagedChannel channel) {
    stub = ResolverServiceGrpc.newBlockingStub(channel);
  }

  public static void main(String[] arguments) throws Exception {
    ManagedChannel channel = connect(arguments[0], arguments.length > 1 ? new File(arguments[1]) : null);
    try {
      var lookup = new Lookup(channel);
      lookup.resolveOne();
      lookup.resolveSeveral();
      lookup.resolveBadOne();
    } catch (StatusRuntimeException error) {
      explain(error);
      System.exit(1);
    } finally {
      channel.shutdown().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  /** Opens the channel: once, for all threads, for as long as the program runs. */
  private static ManagedChannel connect(String address, File ca) throws IOException {
    ChannelCredentials credentials =
        ca == null ? InsecureChannelCredentials.create() : TlsChannelCredentials.newBuilder().trustManager(ca).build();
    Map<String, ?> serviceConfig = new Gson().<Map<String, ?>>fromJson(Files.readString(SERVICE_CONFIG), Map.class);
    return Grpc.newChannelBuilder(address, credentials)
        .defaultServiceConfig(serviceConfig)
        .enableRetry()
        .keepAliveTime(30, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .keepAliveWithoutCalls(true)
        .maxInboundMessageSize(64 * 1024 * 1024)
        .build();
  }

  /** Returns the stub for one call: how long all attempts may take, who calls, and an id that both logs have. */
  private ResolverServiceBlockingStub within(long seconds) {
    var headers = new Metadata();
    headers.put(key("x-request-id"), UUID.randomUUID().toString());
    String token = System.getenv("TOKEN");
    if (token != null) {
      headers.put(key("authorization"), "Bearer " + token);
    }
    return stub.withDeadlineAfter(seconds, TimeUnit.SECONDS)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private void resolveOne() {
    var request = ResolveRequest.newBuilder().setContext(CONTEXT).setLanguageCode("zh-CN").build();
    ResolveResponse answer = within(5).resolve(request);
    Cause cause = answer.getCauses(0); // there always is one
    OUT.printf("%s：%s（%.0f%%）%n", answer.getLookupId(), cause.getTitle(), cause.getProbability() * 100);
    if (cause.getRemediesCount() > 0) {
      Remedy remedy = cause.getRemedies(0);
      OUT.printf("  %s%n", remedy.getTitle());
      for (int number = 1; number <= remedy.getStepsCount(); number++) {
        OUT.printf("    %d. %s%n", number, remedy.getSteps(number - 1));
      }
    }
    var disposition = answer.getDisposition();
    String again = disposition.getRetryable() ? "可以重试" : "不要重试";
    if (disposition.hasRetryNotBefore()) {
      var moment = disposition.getRetryNotBefore();
      again += "，不早于 " + Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos());
    }
    OUT.printf("  %s，%s：%s%n", disposition.getAction(), again, disposition.getReason());
  }

  /** One lookup that is invalid does not spoil the rest. */
  private void resolveSeveral() {
    var notFound = LookupOutcome.newBuilder().setMessage("查无此票");
    var request =
        BatchResolveRequest.newBuilder()
            .addContexts(CONTEXT)
            .addContexts(LookupContext.newBuilder().setLookupId("AP-2").setOutcome(notFound))
            .addContexts(
                LookupContext.newBuilder().setLookupId("AP-3").setTiming(LookupTiming.newBuilder().setAttempts(-1)))
            .setMaxCauses(1)
            .build();
    for (BatchItem item : within(30).batchResolve(request).getItemsList()) {
      if (item.hasStatus()) {
        explain(item.getStatus().getDetailsList(), item.getLookupId());
      } else {
        OUT.printf("%s：%s%n", item.getLookupId(), item.getResolution().getCauses(0).getTitle());
      }
    }
  }

  private void resolveBadOne() {
    var request = ResolveRequest.newBuilder().setContext(CONTEXT).setMaxCauses(50).setLanguageCode("zh-CN").build();
    try {
      within(5).resolve(request);
    } catch (StatusRuntimeException error) {
      if (error.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
        throw error;
      }
      explain(error);
    }
  }

  /** Tells a person what a failed call says. Whatever may be made again, the channel has tried. */
  private static void explain(StatusRuntimeException error) {
    var details = StatusProto.fromThrowable(error).getDetailsList();
    if (details.isEmpty()) { // the library's own: no connection, a deadline passed
      OUT.println(error.getCause() == null ? error.getMessage() : error.getMessage() + ": " + error.getCause().getMessage());
    } else {
      explain(details, error.getStatus().getCode().name());
    }
  }

  /** Prints details: for people, for the log, and for the program. */
  private static void explain(List<Any> details, String about) {
    var info = ErrorInfo.getDefaultInstance();
    var localized = LocalizedMessage.getDefaultInstance();
    var bad = BadRequest.getDefaultInstance();
    var retry = RetryInfo.getDefaultInstance();
    try {
      for (Any detail : details) {
        if (detail.is(ErrorInfo.class)) {
          info = detail.unpack(ErrorInfo.class);
        } else if (detail.is(LocalizedMessage.class)) {
          localized = detail.unpack(LocalizedMessage.class);
        } else if (detail.is(BadRequest.class)) {
          bad = detail.unpack(BadRequest.class);
        } else if (detail.is(RetryInfo.class)) {
          retry = detail.unpack(RetryInfo.class);
        }
      }
    } catch (InvalidProtocolBufferException error) {
      throw new IllegalStateException("details that are not what they say", error);
    }
    OUT.printf("%s：%s %s%n", about, info.getReason(), localized.getMessage());
    for (var violation : bad.getFieldViolationsList()) {
      OUT.printf("  %s：%s%n", violation.getField(), violation.getReason()); // getLocalizedMessage() says why
    }
    if (retry.hasRetryDelay()) {
      OUT.printf("  请在 %d 秒后再试%n", retry.getRetryDelay().getSeconds()); // put it back into the queue
    }
    if (info.containsMetadata("request_id")) {
      OUT.printf("  请求编号 %s%n", info.getMetadataOrThrow("request_id"));
    }
  }
}

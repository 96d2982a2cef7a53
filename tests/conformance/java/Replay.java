import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;
import com.resolver.v1.ResolverServiceGrpc;
import com.resolver.v1.RulebookServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes the calls of a corpus by grpc-java and prints the outcome of each as a line of JSON: {@code Replay ADDRESS CORPUS}. */
final class Replay {
  private static final String[] TRAILERS = {"x-request-id", "grpc-retry-pushback-ms"};
  private static final double LONGEST_SECONDS = 60;

  private static final JsonFormat.TypeRegistry DETAILS =
      JsonFormat.TypeRegistry.newBuilder().add(ErrorDetailsProto.getDescriptor().getMessageTypes()).build();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().usingTypeRegistry(DETAILS);
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().usingTypeRegistry(DETAILS).preservingProtoFieldNames();

  private static final Map<String, MethodDescriptor<?, ?>> METHODS = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    ResolverServiceGrpc.getServiceDescriptor().getMethods().forEach(one -> METHODS.put(one.getFullMethodName(), one));
    RulebookServiceGrpc.getServiceDescriptor().getMethods().forEach(one -> METHODS.put(one.getFullMethodName(), one));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    ManagedChannel channel = NettyChannelBuilder.forTarget(arguments[0]).usePlaintext().build();
    for (String line : Files.readString(Path.of(arguments[1])).split("\n")) {
      out.println(replay(channel, JsonParser.parseString(line).getAsJsonObject()));
    }
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  @SuppressWarnings("unchecked") // every method of the contract takes and gives messages
  private static JsonObject replay(ManagedChannel channel, JsonObject asked) throws Exception {
    var method = (MethodDescriptor<Message, Message>) METHODS.get(asked.get("method").getAsString());
    var prototype = ((PrototypeMarshaller<Message>) method.getRequestMarshaller()).getMessagePrototype();
    double seconds = asked.has("deadline_seconds") ? asked.get("deadline_seconds").getAsDouble() : LONGEST_SECONDS;
    var options = CallOptions.DEFAULT.withDeadlineAfter((long) (seconds * 1e9), TimeUnit.NANOSECONDS);

    var outcome = new JsonObject();
    outcome.add("name", asked.get("name"));
    var ended = new CompletableFuture<Void>();
    ClientCall<Message, Message> call = channel.newCall(method, options);
    call.start(new Listener(outcome, ended), metadata(asked.getAsJsonObject("metadata")));
    call.request(Integer.MAX_VALUE);
    for (JsonElement request : asked.getAsJsonArray("requests")) {
      var builder = prototype.newBuilderForType();
      PARSER.merge(request.toString(), builder);
      call.sendMessage(builder.build());
    }
    call.halfClose();
    ended.get();
    return outcome;
  }

  private static Metadata metadata(JsonObject entries) {
    var metadata = new Metadata();
    entries.entrySet().forEach(entry -> metadata.put(key(entry.getKey()), entry.getValue().getAsString()));
    return metadata;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static JsonElement toJson(Message message) {
    try {
      return JsonParser.parseString(PRINTER.print(message));
    } catch (InvalidProtocolBufferException error) {
      throw new IllegalStateException(error); // a detail of a type that the contract does not name
    }
  }

  /** Writes what comes into the outcome. */
  private static final class Listener extends ClientCall.Listener<Message> {
    private final JsonObject outcome;
    private final CompletableFuture<Void> ended;
    private final JsonArray answers = new JsonArray();

    Listener(JsonObject outcome, CompletableFuture<Void> ended) {
      this.outcome = outcome;
      this.ended = ended;
      outcome.add("answers", answers);
    }

    @Override
    public void onMessage(Message answer) {
      answers.add(toJson(answer));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      outcome.addProperty("code", status.getCode().name());
      if (!status.isOk()) {
        outcome.addProperty("message", status.getDescription());
        var details = new JsonArray();
        for (Any detail : StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList()) {
          details.add(toJson(detail));
        }
        outcome.add("details", details);
      }
      var told = new JsonObject();
      for (String name : TRAILERS) {
        if (trailers.containsKey(key(name))) {
          told.addProperty(name, trailers.get(key(name)));
        }
      }
      outcome.add("trailers", told);
      ended.complete(null);
    }
  }
}

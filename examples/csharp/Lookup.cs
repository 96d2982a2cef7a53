// Asks why invoice lookups failed and prints what to do.
//   dotnet run --project examples/csharp https://resolver.example.com:50051     (the token is in TOKEN)

using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Resolver.V1;

var context = new LookupContext
{
    LookupId = "AP-2026-031207",
    Inputs = new InvoiceInputs
    {
        InvoiceType = InvoiceType.DigitalSpecial,
        InvoiceNumber = "26112000000451829937",
        IssueDate = "20260305",
        Amount = "11061.95",
    },
    Outcome = new LookupOutcome { Provider = "sta_inv_veri_query", Code = "006", Message = "发票信息不一致" },
    Requester = new Requester { Role = Role.Employee },
};

using var channel = Connect(args[0]);
var client = new ResolverService.ResolverServiceClient(channel);
try
{
    ResolveOne();
    ResolveSeveral();
    ResolveBadOne();
    return 0;
}
catch (RpcException error)
{
    ExplainError(error);
    return 1;
}

// The channel: once, for all threads, for as long as the program runs. Certificates are those that the machine trusts.
static GrpcChannel Connect(string address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
{
    HttpHandler = new SocketsHttpHandler
    {
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        EnableMultipleHttp2Connections = true,
    },
    MaxReceiveMessageSize = 64 * 1024 * 1024,
    ServiceConfig = new ServiceConfig // examples/service_config.json, in C#
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 5,
                    InitialBackoff = TimeSpan.FromSeconds(0.1),
                    MaxBackoff = TimeSpan.FromSeconds(2),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable, StatusCode.ResourceExhausted, StatusCode.Cancelled },
                },
            },
        },
        RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 100, TokenRatio = 0.1 },
    },
});

// How long all attempts of a call may take, who calls, and an id that both logs have.
static CallOptions Within(int seconds)
{
    var headers = new Metadata { { "x-request-id", Guid.NewGuid().ToString() } };
    if (Environment.GetEnvironmentVariable("TOKEN") is { Length: > 0 } token)
    {
        headers.Add("authorization", $"Bearer {token}");
    }
    return new CallOptions(headers, DateTime.UtcNow.AddSeconds(seconds));
}

void ResolveOne()
{
    var answer = client.Resolve(new ResolveRequest { Context = context, LanguageCode = "zh-CN" }, Within(5));
    var cause = answer.Causes[0]; // there always is one
    Console.WriteLine($"{answer.LookupId}：{cause.Title}（{cause.Probability * 100:F0}%）");
    foreach (var remedy in cause.Remedies.Take(1))
    {
        Console.WriteLine($"  {remedy.Title}");
        foreach (var (step, index) in remedy.Steps.Select((step, index) => (step, index)))
        {
            Console.WriteLine($"    {index + 1}. {step}");
        }
    }
    var again = answer.Disposition.Retryable ? "可以重试" : "不要重试";
    if (answer.Disposition.RetryNotBefore is { } moment)
    {
        again += $"，不早于 {moment.ToDateTimeOffset().ToLocalTime()}";
    }
    Console.WriteLine($"  {answer.Disposition.Action}，{again}：{answer.Disposition.Reason}");
}

// One lookup that is invalid does not spoil the rest.
void ResolveSeveral()
{
    var request = new BatchResolveRequest { MaxCauses = 1 };
    request.Contexts.Add(context);
    request.Contexts.Add(new LookupContext { LookupId = "AP-2", Outcome = new LookupOutcome { Message = "查无此票" } });
    request.Contexts.Add(new LookupContext { LookupId = "AP-3", Timing = new LookupTiming { Attempts = -1 } });
    foreach (var item in client.BatchResolve(request, Within(30)).Items)
    {
        if (item.ResultCase == BatchItem.ResultOneofCase.Status)
        {
            Explain(item.Status, item.LookupId);
        }
        else
        {
            Console.WriteLine($"{item.LookupId}：{item.Resolution.Causes[0].Title}");
        }
    }
}

void ResolveBadOne()
{
    try
    {
        client.Resolve(new ResolveRequest { Context = context, MaxCauses = 50, LanguageCode = "zh-CN" }, Within(5));
    }
    catch (RpcException error) when (error.StatusCode == StatusCode.InvalidArgument)
    {
        ExplainError(error);
    }
}

// Tells a person what a failed call says. Whatever may be made again, the channel has tried.
static void ExplainError(RpcException error)
{
    if (error.GetRpcStatus() is { } status)
    {
        Explain(status, error.StatusCode.ToString());
    }
    else // the library's own: no connection, a deadline passed
    {
        Console.WriteLine($"{error.StatusCode}: {error.Status.Detail}");
    }
}

// For people, for the log, and for the program.
static void Explain(Google.Rpc.Status status, string about)
{
    var info = status.GetDetail<ErrorInfo>();
    Console.WriteLine($"{about}：{info?.Reason} {status.GetDetail<LocalizedMessage>()?.Message}");
    foreach (var violation in status.GetDetail<BadRequest>()?.FieldViolations ?? [])
    {
        Console.WriteLine($"  {violation.Field}：{violation.Description}"); // mark the field
    }
    if (status.GetDetail<RetryInfo>()?.RetryDelay is { } delay)
    {
        Console.WriteLine($"  请在 {delay.ToTimeSpan().TotalSeconds} 秒后再试"); // put it back into the queue
    }
    if (info?.Metadata.TryGetValue("request_id", out var requestId) == true)
    {
        Console.WriteLine($"  请求编号 {requestId}");
    }
}

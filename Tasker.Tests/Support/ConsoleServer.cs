using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Schema;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Web.Hosting;
using Xunit;

namespace Tasker.Tests.Support;

/// <summary>
/// The whole product on a free loopback port: console, engine and worker on a database of their own, with a template whose middle step
/// fails or waits as the test says.
/// </summary>
public sealed class ConsoleServer : TestDatabase
{
    public const string Namespace = "shop";
    public const string Template = "order_flow";

    private const string Yaml = """
        name: order_flow
        namespace_name: shop
        version: 1.0.0
        description: Validates an order, charges it and ships it.
        identity_strategy: always_unique
        input_schema:
          type: object
          required: [order_id]
          properties:
            order_id: { type: string, minLength: 3, description: Number of the order, examples: [A-1001] }
            amount: { type: number, minimum: 0, default: 12.5 }
            express: { type: boolean }
            carrier: { type: string, enum: [dhl, ups] }
            tags: { type: array, items: { type: string } }
            customer:
              type: object
              required: [name]
              properties:
                name: { type: string }
                age: { type: integer, minimum: 18 }
        steps:
          - name: validate_order
            handler: { callable: shop.work }
          - name: charge_card
            handler: { callable: shop.charge }
            dependencies: [validate_order]
            retry: { retryable: false, max_attempts: 1 }
          - name: reserve_stock
            handler: { callable: shop.work }
            dependencies: [validate_order]
          - name: ship_order
            handler: { callable: shop.work }
            dependencies: [charge_card, reserve_stock]
        """;

    private readonly Gate _charge = new();
    private WebApplication? _app;
    private TaskerDataSource? _data;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>From now on charging a card fails, or works.</summary>
    public void ChargingFails(bool fails) => _charge.Fails = fails;

    /// <summary>From now on charging a card waits until it is released.</summary>
    public void HoldCharging() => _charge.Hold();

    public void ReleaseCharging() => _charge.Release();

    /// <summary>Requests a task that must be accepted.</summary>
    public async Task<TaskId> SubmitAsync(string orderId = "A-1001")
    {
        var request = new TaskRequest { Namespace = Namespace, Name = Template, Context = System.Text.Json.JsonSerializer.SerializeToElement(new { order_id = orderId }), Initiator = "tests" };
        return Assert.IsType<TaskRequestOutcome.Created>(await Services.GetRequiredService<CommandProcessor>().CreateTaskAsync(request, CancellationToken.None)).TaskId;
    }

    protected override async Task PrepareAsync()
    {
        _data = TaskerDataSource.Create(ConnectionString, new TaskerDataOptions());
        await SchemaInstaller.InstallAsync(_data.Engine, CancellationToken.None);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Tasker.Web", EnvironmentName = "Development" });
        builder.Configuration["Tasker:Engine:PollInterval"] = "00:00:00.200";
        builder.Configuration["Tasker:Engine:DrainTimeout"] = "00:00:02";
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("TASKER_TEST_URL") ?? "http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(_data);
        builder.Services.AddTaskerWeb();
        builder.Services.AddTasker().AddHandler("shop.work", WorkAsync).AddHandler("shop.charge", ChargeAsync);
        builder.Services.AddTaskerTemplates().AddTaskerQueries().AddTaskerLive().AddTaskerOperations();
        _app = builder.Build();
        _app.UseTaskerWeb();
        _app.MapTaskerWeb();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
        var published = await Services.GetRequiredService<TemplateStore>().PublishAsync(new PublishRequest(Yaml, "user:tests"), CancellationToken.None);
        if (published is PublishOutcome.Invalid invalid) Assert.Fail(string.Join(Environment.NewLine, invalid.Problems));
    }

    protected override async Task CleanUpAsync()
    {
        _charge.Release();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_data is not null) await _data.DisposeAsync();
    }

    private static Task<StepOutcome> WorkAsync(StepContext context, CancellationToken ct) => Task.FromResult(StepOutcome.Success(new { did = context.StepName }));

    private async Task<StepOutcome> ChargeAsync(StepContext context, CancellationToken ct)
    {
        await _charge.PassAsync(ct);
        return _charge.Fails ? StepOutcome.PermanentFailure("the card was declined") : StepOutcome.Success(new { charged = 12.5 });
    }

    private sealed class Gate
    {
        private volatile TaskCompletionSource? _held;
        private volatile bool _fails;

        public bool Fails
        {
            get => _fails;
            set => _fails = value;
        }

        public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => Interlocked.Exchange(ref _held, null)?.TrySetResult();

        public Task PassAsync(CancellationToken ct) => _held?.Task.WaitAsync(ct) ?? Task.CompletedTask;
    }
}

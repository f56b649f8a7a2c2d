namespace Tasker.Runtime.Templates;

/// <summary>Maps one step, or what an environment changes of it, to the model.</summary>
internal static class StepReader
{
    private const int MaxDescription = 2000;
    private const int MaxCallable = 500;
    private const int MaxTimeoutSeconds = 7 * 24 * 3600;
    private const int HourInMilliseconds = 3_600_000;
    private const int DayInMilliseconds = 86_400_000;

    public static StepTemplate Read(MappingReader map, ProblemList problems)
    {
        problems.StepName = map.Node.Find("name") is YamlScalar { Type: YamlScalarType.Text } written ? YamlScalars.Shorten(written.Value) : null;
        var step = new StepTemplate
        {
            Name = map.RequiredText("name") ?? "",
            Description = map.Text("description", MaxDescription),
            Type = map.Choice<StepType>("type") ?? StepType.Standard,
            Handler = Handler(map, problems),
            SystemDependency = map.Text("system_dependency"),
            Dependencies = map.Texts("dependencies"),
            Retry = Retry(map.Mapping("retry")),
            Timeout = Seconds(map) ?? StepTemplate.DefaultTimeout,
            PublishesEvents = [.. map.Mappings("publishes_events").Select(Event)],
            BatchConfig = Batch(map.Mapping("batch_config")),
            ResultSchema = map.JsonObject("result_schema", ProblemCodes.SchemaNotObject),
        };
        map.Done();
        problems.StepName = null;
        return step;
    }

    public static StepOverride ReadOverride(MappingReader map)
    {
        var handler = map.Mapping("handler");
        var change = new StepOverride
        {
            Step = map.RequiredText("name") ?? "",
            Initialization = handler?.JsonObject("initialization"),
            Timeout = Seconds(map),
            Retry = RetryChange(map.Mapping("retry")),
        };
        handler?.Done();
        map.Done();
        return change;
    }

    private static StepHandlerReference Handler(MappingReader step, ProblemList problems)
    {
        if (step.Take("composition") is { } composition and not YamlScalar { IsNull: true })
        {
            problems.Error(ProblemCodes.NotSupported, "'composition': steps composed of a grammar are not supported; name a handler", composition, step.PathOf("composition"));
        }

        if (step.Mapping("handler") is not { } map)
        {
            if (step.Node.Find("handler") is null or YamlScalar { IsNull: true })
            {
                step.Missing("handler");
            }

            return new StepHandlerReference { Callable = "" };
        }

        var handler = new StepHandlerReference
        {
            Callable = map.RequiredText("callable", MaxCallable) ?? "",
            Method = map.Text("method") ?? StepHandlerReference.DefaultMethod,
            Resolver = map.Text("resolver"),
            Initialization = map.JsonObject("initialization"),
        };
        map.Done();
        return handler;
    }

    private static RetryPolicy Retry(MappingReader? map)
    {
        if (RetryChange(map) is not { } read)
        {
            return new RetryPolicy();
        }

        var basis = read.BackoffBase ?? RetryPolicy.DefaultBackoffBase;
        var cap = basis > RetryPolicy.DefaultMaxBackoff ? basis : RetryPolicy.DefaultMaxBackoff;
        var policy = new RetryPolicy { BackoffBase = basis, MaxBackoff = read.MaxBackoff ?? cap };
        return policy with
        {
            Retryable = read.Retryable ?? policy.Retryable,
            MaxAttempts = read.MaxAttempts ?? policy.MaxAttempts,
            Backoff = read.Backoff ?? policy.Backoff,
        };
    }

    private static RetryOverride? RetryChange(MappingReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var change = new RetryOverride
        {
            Retryable = map.Flag("retryable"),
            MaxAttempts = map.Whole("max_attempts", 0, 100),
            Backoff = map.Choice<BackoffStrategy>("backoff"),
            BackoffBase = Milliseconds(map.Whole("backoff_base_ms", 1, HourInMilliseconds)),
            MaxBackoff = Milliseconds(map.Whole("max_backoff_ms", 1, DayInMilliseconds)),
        };
        map.Done();
        return change;
    }

    private static StepEventDeclaration Event(MappingReader map)
    {
        var declaration = new StepEventDeclaration
        {
            Name = map.RequiredText("name") ?? "",
            Description = map.Text("description", MaxDescription),
            Condition = map.Choice<EventCondition>("condition") ?? EventCondition.Success,
            Schema = map.JsonObject("schema", ProblemCodes.SchemaNotObject),
            DeliveryMode = map.Choice<EventDelivery>("delivery_mode") ?? EventDelivery.Durable,
            Publisher = map.Text("publisher"),
        };
        map.Done();
        return declaration;
    }

    private static BatchConfig? Batch(MappingReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var defaults = new BatchConfig();
        var batch = new BatchConfig
        {
            BatchSize = map.Whole("batch_size", 1, 100_000) ?? defaults.BatchSize,
            Parallelism = map.Whole("parallelism", 1, 1000) ?? defaults.Parallelism,
            CursorField = map.Text("cursor_field") ?? defaults.CursorField,
            WorkerTemplate = map.Text("worker_template"),
            FailureStrategy = map.Choice<BatchFailureStrategy>("failure_strategy") ?? defaults.FailureStrategy,
        };
        map.Done();
        return batch;
    }

    private static TimeSpan? Seconds(MappingReader map) =>
        map.Whole("timeout_seconds", 1, MaxTimeoutSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static TimeSpan? Milliseconds(int? milliseconds) => milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null;
}

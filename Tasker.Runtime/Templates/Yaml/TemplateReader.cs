namespace Tasker.Runtime.Templates;

/// <summary>Maps the tree to the model: types, ranges and defaults. What needs more than one value is the validator's.</summary>
internal static class TemplateReader
{
    private const int MaxDescription = 2000;
    private const int WeekInMinutes = 7 * 24 * 60;
    private const int MonthInMinutes = 30 * 24 * 60;

    /// <summary>The template as far as it can be read.</summary>
    public static TaskTemplate Read(YamlMapping root, ProblemList problems)
    {
        var map = new MappingReader(root, "", problems);
        var template = new TaskTemplate
        {
            Name = map.RequiredText("name") ?? "",
            Namespace = map.RequiredText("namespace_name") ?? "",
            Version = Version(map, problems) ?? "",
            Description = map.Text("description", MaxDescription),
            Metadata = Metadata(map.Mapping("metadata")),
            SystemDependencies = Systems(map.Mapping("system_dependencies")),
            DomainEvents = [.. map.Mappings("domain_events").Select(Event)],
            InputSchema = map.JsonObject("input_schema", ProblemCodes.SchemaNotObject),
            Steps = [.. map.Mappings("steps").Select(m => StepReader.Read(m, problems))],
            Environments = Environments(map.Mapping("environments")),
            IdentityStrategy = map.Choice<IdentityStrategy>("identity_strategy") ?? IdentityStrategy.Strict,
            Lifecycle = Lifecycle(map.Mapping("lifecycle")),
        };
        map.Done();
        return template;
    }

    /// <summary>A version such as 1.10 is a number to YAML and would lose its last digit; the message says how to write it.</summary>
    private static string? Version(MappingReader map, ProblemList problems)
    {
        if (map.Node.Find("version") is YamlScalar { Type: YamlScalarType.Int or YamlScalarType.Float } number)
        {
            map.Take("version");
            problems.Error(
                ProblemCodes.BadVersion,
                $"'version': {YamlScalars.Shorten(number.Value)} without quotes is a number; write three parts, in quotes, such as \"1.0.0\"",
                number,
                map.PathOf("version"));
            return null;
        }

        return map.RequiredText("version");
    }

    private static TemplateMetadata? Metadata(MappingReader? map) => map is null ? null : new TemplateMetadata
    {
        Author = map.Text("author"),
        Tags = map.Texts("tags"),
        DocumentationUrl = map.Text("documentation_url", MaxDescription),
        CreatedAt = map.Text("created_at"),
        UpdatedAt = map.Text("updated_at"),
        Other = map.Rest(),
    };

    private static SystemDependencies Systems(MappingReader? map)
    {
        if (map is null)
        {
            return new SystemDependencies();
        }

        var systems = new SystemDependencies { Primary = map.Text("primary") ?? "default", Secondary = map.Texts("secondary") };
        map.Done();
        return systems;
    }

    private static DomainEventDeclaration Event(MappingReader map)
    {
        var declaration = new DomainEventDeclaration
        {
            Name = map.RequiredText("name") ?? "",
            Description = map.Text("description", MaxDescription),
            Schema = map.JsonObject("schema", ProblemCodes.SchemaNotObject),
        };
        map.Done();
        return declaration;
    }

    private static TemplateLifecycle Lifecycle(MappingReader? map)
    {
        if (map is null)
        {
            return new TemplateLifecycle();
        }

        var lifecycle = new TemplateLifecycle
        {
            MaxDuration = Minutes(map.Whole("max_duration_minutes", 1, MonthInMinutes)),
            MaxWaitingForDependencies = Minutes(map.Whole("max_waiting_for_dependencies_minutes", 1, WeekInMinutes)),
            MaxWaitingForRetry = Minutes(map.Whole("max_waiting_for_retry_minutes", 1, WeekInMinutes)),
            MaxStepsInProcess = Minutes(map.Whole("max_steps_in_process_minutes", 1, WeekInMinutes)),
            StalenessAction = map.Choice<StalenessAction>("staleness_action") ?? StalenessAction.Dlq,
            AutoFailOnTimeout = map.Flag("auto_fail_on_timeout"),
            AutoDlqOnTimeout = map.Flag("auto_dlq_on_timeout"),
            FailurePolicy = map.Choice<FailurePolicy>("failure_policy") ?? FailurePolicy.FinishBranches,
            GiveUpAfter = map.Word("give_up_after_minutes", "never") ? Timeout.InfiniteTimeSpan : Minutes(map.Whole("give_up_after_minutes", 0, MonthInMinutes)),
        };
        map.Done();
        return lifecycle;
    }

    private static List<TemplateEnvironment> Environments(MappingReader? map)
    {
        var environments = new List<TemplateEnvironment>();
        foreach (var name in map?.Node.Keys.Select(k => k.Value) ?? [])
        {
            var environment = map!.Mapping(name);
            environments.Add(new TemplateEnvironment { Name = name, Steps = [.. (environment?.Mappings("steps") ?? []).Select(StepReader.ReadOverride)] });
            environment?.Done();
        }

        return environments;
    }

    private static TimeSpan? Minutes(int? minutes) => minutes is { } value ? TimeSpan.FromMinutes(value) : null;
}

using Tasker.Runtime;
using Tasker.Web.Samples.CsvInventory;
using Tasker.Web.Samples.DataPipeline;
using Tasker.Web.Samples.Diamond;
using Tasker.Web.Samples.Linear;
using Tasker.Web.Samples.MixedDag;
using Tasker.Web.Samples.OrderFulfilment;
using Tasker.Web.Samples.Tree;

namespace Tasker.Web.Samples;

/// <summary>Adds the sample workflows.</summary>
public static class SampleSetup
{
    /// <summary>Registers the samples' handlers and publishes their templates at the start (<see cref="SamplesOptions"/>). Needs the template store.</summary>
    public static TaskerBuilder AddSamples(this TaskerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<SamplesOptions>()
            .BindConfiguration(SamplesOptions.Section, o => o.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<SampleFiles>();
        builder.Services.AddSingleton<Catalogue>();
        builder.Services.AddHostedService<SamplePublisher>();
        return AddBusiness(AddCalculations(builder));
    }

    private static TaskerBuilder AddCalculations(TaskerBuilder builder) => builder
        .AddHandler("samples.linear.square", LinearSteps.SquareAsync)
        .AddHandler("samples.linear.verify", LinearSteps.VerifyAsync)
        .AddHandler("samples.diamond.split", DiamondSteps.SplitAsync)
        .AddHandler("samples.diamond.count_words", DiamondSteps.CountWordsAsync)
        .AddHandler("samples.diamond.measure_readability", DiamondSteps.MeasureReadabilityAsync)
        .AddHandler("samples.diamond.report", DiamondSteps.ReportAsync)
        .AddHandler("samples.tree.plan", TreeSteps.PlanAsync)
        .AddHandler("samples.tree.halve", TreeSteps.HalveAsync)
        .AddHandler("samples.tree.sieve", TreeSteps.SieveAsync)
        .AddHandler("samples.tree.merge", TreeSteps.MergeAsync)
        .AddHandler("samples.mixed_dag.collect", MixedDagSteps.CollectAsync)
        .AddHandler("samples.mixed_dag.describe", MixedDagSteps.DescribeAsync)
        .AddHandler("samples.mixed_dag.rank", MixedDagSteps.RankAsync)
        .AddHandler("samples.mixed_dag.find_outliers", MixedDagSteps.FindOutliersAsync)
        .AddHandler("samples.mixed_dag.fit_trend", MixedDagSteps.FitTrendAsync)
        .AddHandler("samples.mixed_dag.forecast", MixedDagSteps.ForecastAsync)
        .AddHandler("samples.mixed_dag.report", MixedDagSteps.ReportAsync);

    private static TaskerBuilder AddBusiness(TaskerBuilder builder) => builder
        .AddHandler<ValidateOrder>("samples.order_fulfilment.validate_order")
        .AddHandler<ReserveInventory>("samples.order_fulfilment.reserve_inventory")
        .AddHandler<ProcessPayment>("samples.order_fulfilment.process_payment")
        .AddHandler<ShipOrder>("samples.order_fulfilment.ship_order")
        .AddHandler<SendConfirmation>("samples.order_fulfilment.send_confirmation")
        .AddHandler<CsvInventorySteps>("samples.csv_inventory.cut")
        .AddHandler<CsvInventorySteps>("samples.csv_inventory.work")
        .AddHandler("samples.csv_inventory.totals", CsvInventorySteps.JoinAsync)
        .AddHandler("samples.data_pipeline.extract_sales", ExtractSteps.SalesAsync)
        .AddHandler("samples.data_pipeline.extract_products", ExtractSteps.ProductsAsync)
        .AddHandler("samples.data_pipeline.extract_regions", ExtractSteps.RegionsAsync)
        .AddHandler("samples.data_pipeline.transform_sales", TransformSteps.SalesAsync)
        .AddHandler("samples.data_pipeline.transform_products", TransformSteps.ProductsAsync)
        .AddHandler("samples.data_pipeline.transform_regions", TransformSteps.RegionsAsync)
        .AddHandler("samples.data_pipeline.aggregate", AggregateSales.RunAsync)
        .AddHandler<WriteInsights>("samples.data_pipeline.insights");
}

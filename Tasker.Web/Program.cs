using Tasker.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddTaskerWeb();

var app = builder.Build();
if (BindingSafety.Refusals(app.Configuration) is { Count: > 0 } refusals)
{
    await BindingSafety.ReportAsync(refusals, Console.Error);
    return BindingSafety.ExitCode;
}

app.UseTaskerWeb();
app.MapTaskerWeb();
await app.RunAsync();
return 0;

using Tasker.Runtime.Templates;
using Tasker.Tests.Support;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Runtime.Templates;

[Trait("Feature", "F096")]
public sealed class TemplateFilesTests : WorkflowDatabase
{
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task ScanAsync_ValidAndInvalidFiles_PublishesTheOneAndReportsThePlaceInTheOther()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["deeper"]);
        await File.WriteAllTextAsync(folder["deeper", "good.yml"], TemplateText.Minimal);
        await File.WriteAllTextAsync(folder["bad.yaml"], TemplateText.Minimal.Replace("handler:", "handlr:"));
        await File.WriteAllTextAsync(folder["notes.txt"], "not a template");
        var files = Files(folder);

        Assert.Equal(1, await files.ScanAsync(default));

        var bad = Assert.Single(files.All, f => f.Version is null);
        Assert.Equal(folder["bad.yaml"], bad.Path);
        var problem = Assert.Single(bad.Problems, p => p.Severity == ProblemSeverity.Error && p.Line == 5);
        Assert.Contains(_log.Entries, e => e.Text.StartsWith($"{bad.Path}:5:{problem.Column}: Error ", StringComparison.Ordinal));
        Assert.Equal("1.0.0", Assert.Single(files.All, f => f.Version is not null).Version!.Version);
    }

    [Fact]
    public async Task ScanAsync_FileChangedWithoutANewVersion_IsReportedAsAConflict()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["t.yaml"], TemplateText.Minimal);
        var files = Files(folder);
        await files.ScanAsync(default);
        await File.WriteAllTextAsync(folder["t.yaml"], TemplateText.Minimal + "# changed\n");

        Assert.Equal(0, await files.ScanAsync(default));

        Assert.Contains("1.0.1", Assert.Single(Assert.Single(files.WithProblems).Problems, p => p.Code == "version_conflict").Message);
    }

    [Fact]
    public async Task ScanAsync_NewVersionInTheFile_IsPublishedAndBecomesTheDefault()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["t.yaml"], TemplateText.Minimal);
        var files = Files(folder);
        await files.ScanAsync(default);
        await File.WriteAllTextAsync(folder["t.yaml"], TemplateText.Minimal.Replace("1.0.0", "1.10.0"));

        Assert.Equal(1, await files.ScanAsync(default));
        Assert.Equal(0, await files.ScanAsync(default));

        Assert.Equal("1.10.0", (await Templates.FindAsync("tests", "minimal", null, default))!.Version.Version);
    }

    private TemplateFiles Files(TemporaryFolder folder) =>
        new(Store(), new TemplateOptions { Directories = [folder.FullPath] }, TimeProvider.System, new Typed<TemplateFiles>(_log));
}

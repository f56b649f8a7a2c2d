using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace Tasker.Tests.Support;

/// <summary>
/// One Chromium-family browser of this machine for a class of tests. None is downloaded: where there is none and the tests run as root
/// on Debian, its own package is installed; elsewhere the failure names the command.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome.exe", "msedge.exe"];

    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        var path = Find() ?? await InstallAsync();
        // Playwright's own bound for what a page is expected to show is five seconds.
        Assertions.SetDefaultExpectTimeout((float)TaskerHarness.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Headless = true, Args = Arguments, Timeout = (float)TaskerHarness.LongPatience.TotalMilliseconds });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page with cookies and a cache of its own.</summary>
    public async Task<IPage> NewPageAsync(int width = 1360, int height = 860)
    {
        var page = await _browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
        page.SetDefaultTimeout((float)TaskerHarness.Patience.TotalMilliseconds);
        return page;
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/Applications/Google Chrome.app/Contents/MacOS")
            .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Google", "Chrome", "Application"))
            .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Microsoft", "Edge", "Application"))
            .ToList();
        return Names.Append("Google Chrome").SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static async Task<string> InstallAsync()
    {
        if (Environment.UserName == "root" && File.Exists("/etc/debian_version"))
        {
            await RunAsync("update");
            await RunAsync("install", "-y", "--no-install-recommends", "chromium");
            if (Find() is { } installed) return installed;
        }

        throw new InvalidOperationException(
            "The browser tests need Chromium, Chrome or Edge on the PATH. On Debian: sudo apt-get update && sudo apt-get install -y chromium");
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("apt-get", arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
    }
}

namespace Tasker.Tests;

/// <summary>Runs the same action many times on threads of their own that all start together.</summary>
internal static class Concurrently
{
    public static void Run(int threads, int each, Action<int, int> action)
    {
        using var start = new Barrier(threads);
        var all = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < each; i++)
            {
                action(thread, i);
            }
        })).ToArray();
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
    }
}

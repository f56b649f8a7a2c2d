namespace Tasker.Web.Components.Shared;

/// <summary>The outcomes shown in one circuit, newest last; the oldest gives way beyond four.</summary>
public sealed class Toasts
{
    private const int Most = 4;

    private readonly Lock _gate = new();
    private readonly List<Toast> _shown = [];

    /// <summary>Raised after every change, on the thread that made it.</summary>
    public event EventHandler? Changed;

    /// <summary>A copy of what is shown.</summary>
    public IReadOnlyList<Toast> Shown
    {
        get
        {
            lock (_gate)
            {
                return [.. _shown];
            }
        }
    }

    /// <summary>Shows an outcome.</summary>
    public void Show(Toast toast)
    {
        lock (_gate)
        {
            _shown.Add(toast);
            if (_shown.Count > Most)
            {
                _shown.RemoveAt(0);
            }
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Takes an outcome away; nothing happens when it is gone already.</summary>
    public void Dismiss(Toast toast)
    {
        lock (_gate)
        {
            var index = _shown.FindIndex(t => ReferenceEquals(t, toast));
            if (index < 0)
            {
                return;
            }

            _shown.RemoveAt(index);
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}

using System.Buffers.Binary;

namespace Tasker.Data.Workflow;

/// <summary>
/// A task's id: a UUIDv7 whose last 24 bits are zero. They are kept free for the number of a step, so that a step's id contains
/// its task's id and neither a lookup nor an index is needed to get from one to the other (see <see cref="StepId"/>).
/// 50 random bits a millisecond remain.
/// </summary>
/// <param name="Value">The UUID.</param>
public readonly record struct TaskId(Guid Value)
{
    /// <summary>A new id that sorts after all earlier ones (to the millisecond).</summary>
    public static TaskId New(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new(StepId.WithNumber(Guid.CreateVersion7(clock.GetUtcNow()), 0));
    }

    /// <summary>The id of this task's step with the given number (0 is the first).</summary>
    public StepId Step(int stepNo) => new(StepId.WithNumber(Value, stepNo + 1));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A step's id: its task's UUID with the step's number plus one in the last 24 bits.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct StepId(Guid Value)
{
    /// <summary>The largest step number of a task.</summary>
    public const int MaxStepNo = 0xFF_FFFE;

    /// <summary>The task that the step belongs to.</summary>
    public TaskId Task => new(WithNumber(Value, 0));

    /// <summary>The step's number in its task, from 0; -1 when the id is a task's.</summary>
    public int StepNo
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) & 0xFF_FFFF) - 1;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();

    internal static Guid WithNumber(Guid value, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        var tail = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) & 0xFF00_0000;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], tail | (uint)number);
        return new Guid(bytes, bigEndian: true);
    }
}

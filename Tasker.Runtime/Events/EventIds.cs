using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tasker.Data.Workflow;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Events;

/// <summary>
/// Ids of events: they follow from step, attempt and declaration, so an event has the same id on every way and however often it is made.
/// A UUIDv7 whose time is the one in the task's id. Pure.
/// </summary>
internal static class EventIds
{
    private const int TimeBytes = 6;

    public static Guid Of(StepId step, short attempt, StepEventDeclaration declaration)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        step.Task.Value.TryWriteBytes(id, bigEndian: true, out _);
        SHA256.HashData(Encoding.UTF8.GetBytes($"{step.Task.Value:N}/{step.StepNo}/{attempt}/{declaration.Condition}/{declaration.Name}"), hash);
        hash[..(16 - TimeBytes)].CopyTo(id[TimeBytes..]);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(id[6..]) & 0x0FFF) | 0x7000));
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}

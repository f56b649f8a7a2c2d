using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Tasker.Runtime.Identity;

/// <summary>
/// Computes a task's identity: SHA-256 over length-prefixed fields, the first of which names the kind of identity and the version of
/// these rules. Format and test vectors are in docs/identity.md; a change of either needs a new version.
/// </summary>
internal static class IdentityHash
{
    private const string ContextDomain = "tasker/identity/v1/context";
    private const string KeyDomain = "tasker/identity/v1/key";

    /// <summary>A key in the request decides whatever the template's strategy is; otherwise the strategy does.</summary>
    public static IdentityResult Compute(in IdentityRequest request)
    {
        if (!string.IsNullOrEmpty(request.IdempotencyKey))
        {
            return new IdentityResult.Hashed(Hash(Utf8(KeyDomain), Utf8(request.Namespace), Utf8(request.Name), Utf8(request.IdempotencyKey)));
        }

        return request.Strategy switch
        {
            IdentityStrategy.Strict => new IdentityResult.Hashed(Hash(
                Utf8(ContextDomain), Utf8(request.Namespace), Utf8(request.Name), Utf8(request.Version), CanonicalJson.Write(request.Context))),
            IdentityStrategy.CallerProvided => new IdentityResult.KeyMissing(),
            IdentityStrategy.AlwaysUnique => new IdentityResult.Unique(),
            _ => throw new UnreachableException($"identity strategy {request.Strategy}"),
        };
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    // The length before each field keeps ("ab", "c") and ("a", "bc") apart.
    private static byte[] Hash(params ReadOnlySpan<byte[]> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteUInt32BigEndian(length, (uint)field.Length);
            hash.AppendData(length);
            hash.AppendData(field);
        }

        return hash.GetHashAndReset();
    }
}

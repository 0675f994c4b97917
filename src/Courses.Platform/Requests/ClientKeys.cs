using System.Security.Cryptography;
using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Requests;

/// <summary>
/// Makes a write that a client may repeat happen once. The client sends its own key; key and answer commit together with the write and are kept
/// as long as it. The same key with the same content gives the same answer, with another content <see cref="KeyReused"/> (422).
/// </summary>
public sealed class ClientKeys(CoursesDb db, TimeProvider clock)
{
    /// <param name="scope">What the key belongs to, e.g. "book-class:" and the caller: two callers may choose the same key.</param>
    /// <param name="key">The client's key.</param>
    /// <param name="request">The content that must not change between tries.</param>
    /// <param name="work">The write. It runs in a transaction together with the key.</param>
    /// <param name="cancel">Stops waiting; what has committed stays.</param>
    public async Task<T> Once<T>(string scope, string key, object request, Func<Task<T>> work, CancellationToken cancel)
    {
        var fullKey = $"{scope}:{key}";
        var hash = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, request.GetType())));
        try
        {
            return await db.Transact(
                async () =>
                {
                    var answer = await work();
                    db.Add(new ClientRequest { Key = fullKey, ContentHash = hash, Answer = JsonSerializer.Serialize(answer), At = clock.GetUtcNow() });
                    return answer;
                },
                cancel);
        }
        catch (Exception error) when (error is RuleBroken or NotFound or Forbidden or InvalidField or DbUpdateException)
        {
            // Perhaps a repeat: the first try was faster, or its answer was lost. Nearly no request is one, so only what was refused asks.
            db.ChangeTracker.Clear();
            if (await Answered<T>(fullKey, hash, cancel) is { } answered)
            {
                return answered.Answer;
            }

            throw;
        }
    }

    /// <summary>Was this key answered before? For a question that a repeat must not be asked again.</summary>
    public Task<bool> IsKnown(string scope, string key, CancellationToken cancel)
    {
        var fullKey = $"{scope}:{key}";
        return db.Set<ClientRequest>().AnyAsync(request => request.Key == fullKey, cancel);
    }

    private async Task<Answered<T>?> Answered<T>(string key, string hash, CancellationToken cancel)
    {
        var row = await db.Set<ClientRequest>().AsNoTracking().SingleOrDefaultAsync(request => request.Key == key, cancel);
        return row switch
        {
            null => null,
            _ when row.ContentHash != hash => throw new KeyReused(),
            _ => new(JsonSerializer.Deserialize<T>(row.Answer)!),
        };
    }

    public static void Tables(ModelBuilder model) => model.Entity<ClientRequest>(request =>
    {
        request.ToTable("client_request", "platform");
        request.HasKey(row => row.Key);
        request.Property(row => row.Key).HasMaxLength(200);
        request.Property(row => row.ContentHash).HasMaxLength(64);
        request.Property(row => row.Answer).HasMaxLength(-1);
    });
}

internal sealed record Answered<T>(T Answer);

internal sealed class ClientRequest : IAppendOnly
{
    public required string Key { get; init; }

    public required string ContentHash { get; init; }

    public required string Answer { get; init; }

    public required DateTimeOffset At { get; init; }
}

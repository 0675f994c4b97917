using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Requests;

/// <summary>
/// Makes a write that a client may repeat happen once. The client sends its own key; key and answer commit together with the write and are kept
/// as long as it. The same key with the same content gives the same answer, with another content <see cref="KeyReused"/> (422).
/// </summary>
public sealed class ClientKeys(CoursesDb db, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";
    public const int Longest = 100;

    /// <summary>The key that came with the request; 400 without one.</summary>
    public static string Given(string? key, Words words) =>
        string.IsNullOrWhiteSpace(key) || key.Length > Longest ? throw new InvalidField(Header, words.Say("error.field.required")) : key;

    /// <param name="scope">What the key belongs to, e.g. "book-class:" and the caller: two callers may choose the same key.</param>
    /// <param name="key">The client's key.</param>
    /// <param name="request">The content that must not change between tries.</param>
    /// <param name="work">The write. It runs in a transaction together with the key.</param>
    /// <param name="cancel">Stops waiting; what has committed stays.</param>
    public Task<T> Once<T>(string scope, string key, object request, Func<Task<T>> work, CancellationToken cancel)
    {
        var once = ClientKey.Of(scope, key, request);
        return Heard(
            once,
            () => db.Transact(
                async () =>
                {
                    var answer = await work();
                    Keep(once, answer);
                    return answer;
                },
                cancel),
            cancel);
    }

    /// <summary><see cref="Once"/> for a write that has a transaction of its own and keeps its answer there with <see cref="Keep"/>.</summary>
    public async Task<T> Heard<T>(ClientKey key, Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is RuleBroken or NotFound or Forbidden or InvalidField or DbUpdateException)
        {
            // Perhaps a repeat: the first try was faster, or its answer was lost. Nearly no request is one, so only what was refused asks.
            db.ChangeTracker.Clear();
            if (await Answered<T>(key, cancel) is { } answered)
            {
                return answered.Answer;
            }

            throw;
        }
    }

    /// <summary>Adds key and answer to the running transaction.</summary>
    public void Keep<T>(ClientKey key, T answer) =>
        db.Add(new ClientRequest { Key = key.Hash, ContentHash = key.ContentHash, Answer = JsonSerializer.Serialize(answer), At = clock.GetUtcNow() });

    /// <summary>Was this key answered before? For a question that a repeat must not be asked again.</summary>
    public Task<bool> IsKnown(string scope, string key, CancellationToken cancel)
    {
        var hash = ClientKey.HashOf(scope, key);
        return db.Set<ClientRequest>().AnyAsync(request => request.Key == hash, cancel);
    }

    private async Task<Answered<T>?> Answered<T>(ClientKey key, CancellationToken cancel)
    {
        var row = await db.Set<ClientRequest>().AsNoTracking().SingleOrDefaultAsync(request => request.Key == key.Hash, cancel);
        return row switch
        {
            null => null,
            _ when row.ContentHash != key.ContentHash => throw new KeyReused(),
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

/// <summary>
/// A client's key within its scope, and what came with it, both as hashes: a client chooses any text, and SQL Server takes two texts that differ in case, in width or
/// in blanks at their end for one. The second act would silently not happen.
/// </summary>
public sealed record ClientKey
{
    public required string Hash { get; init; }

    public required string ContentHash { get; init; }

    /// <summary>The parameters are those of <see cref="ClientKeys.Once"/>.</summary>
    public static ClientKey Of(string scope, string key, object request) => new()
    {
        Hash = HashOf(scope, key),
        ContentHash = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, request.GetType()))),
    };

    public static string HashOf(string scope, string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}:{key}")));
}

internal sealed record Answered<T>(T Answer);

internal sealed class ClientRequest : IAppendOnly
{
    public required string Key { get; init; }

    public required string ContentHash { get; init; }

    public required string Answer { get; init; }

    public required DateTimeOffset At { get; init; }
}

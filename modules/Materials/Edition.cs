namespace Courses.Materials;

/// <summary>What a material held from one day on: a file or a link. Older ones remain and can be opened.</summary>
internal sealed class Edition
{
    /// <summary>Made by the form: a second tap makes no second one.</summary>
    public required Guid Id { get; init; }

    public required Guid MaterialId { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What is different from the edition before.</summary>
    public required string Change { get; init; }

    /// <summary>Null for a file.</summary>
    public string? Link { get; init; }

    /// <summary>One of <see cref="FileKinds"/>; null for a link.</summary>
    public string? ContentType { get; init; }

    public long ByteCount { get; init; }

    /// <summary>SHA-256, hex; null for a link.</summary>
    public string? Hash { get; init; }

    /// <summary>Whether the file lies in the folder, under its hash; otherwise in the database. It stays where it was put, whatever the setting says later.</summary>
    public bool IsInFolder { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedByName { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnByName { get; private set; }

    public string? WithdrawnWhy { get; private set; }

    public void Withdraw(string why, string byName, DateTimeOffset now)
    {
        if (WithdrawnAt is null)
        {
            (WithdrawnAt, WithdrawnByName, WithdrawnWhy) = (now, byName, why);
        }
    }

    public void TakeBack() => (WithdrawnAt, WithdrawnByName, WithdrawnWhy) = (null, null, null);
}

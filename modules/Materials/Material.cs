using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;

namespace Courses.Materials;

/// <summary>What trainers use, and what newcomers may take along: a sheet, a picture, an exercise, a recording, a link, a leaflet. What is in it stands in its editions; the newest that was not taken off is shown.</summary>
internal sealed class Material : IVersioned, IOfOwner, IForLevels
{
    public const int LongestAbout = 600;

    public const int LongestSearch = 1000;

    /// <summary>Made by the form: a second tap makes no second one.</summary>
    public required Guid Id { get; init; }

    public required Guid? ProviderId { get; init; }

    public string Title { get; private set; } = "";

    public string About { get; private set; } = "";

    /// <summary>One of <see cref="MaterialKinds"/>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Codes of topics of orientation with commas between and around, so that one is found by its commas; empty for none.</summary>
    public string Topics { get; private set; } = "";

    /// <summary>What it is about in free words.</summary>
    public string Keywords { get; private set; } = "";

    public Guid? StrandId { get; private set; }

    /// <summary>The lowest whole level that it is for; null for no bound. Where neither stands, the strand's bounds hold.</summary>
    public string? LevelFrom { get; private set; }

    public string? LevelUntil { get; private set; }

    /// <summary>ISO codes as <see cref="Topics"/> are written; empty for what needs no words.</summary>
    public string Languages { get; private set; } = "";

    public AgeGroup Ages { get; private set; }

    /// <summary>Newcomers read it on their pages; otherwise it is for trainers only.</summary>
    public bool ForNewcomers { get; private set; }

    /// <summary>Title, keywords and description as <see cref="Folding"/> compares them.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>The edition that is shown; null where each was taken off.</summary>
    public Guid? CurrentId { get; private set; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedByName { get; init; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnByName { get; private set; }

    public string? WithdrawnWhy { get; private set; }

    public int Version { get; set; }

    public List<Edition> Editions { get; } = [];

    public IReadOnlyList<string> TopicCodes => Codes(Topics);

    public IReadOnlyList<string> SpokenLanguages => Codes(Languages);

    public static string Joined(IEnumerable<string> codes) => string.Join(',', codes) is { Length: > 0 } joined ? $",{joined}," : "";

    public static string[] Codes(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>As it is written for the first time.</summary>
    public Material With(MaterialForm form, Guid edition, DateTimeOffset now)
    {
        Say(form, now);
        CurrentId = edition;
        return this;
    }

    /// <summary>Broken rules: <c>material.withdrawn</c>, <c>material.changed-meanwhile</c>.</summary>
    public void Change(MaterialForm form, int seen, DateTimeOffset now)
    {
        MustBeOffered();
        if (seen != Version)
        {
            throw new RuleBroken("material.changed-meanwhile");
        }

        Say(form, now);
    }

    /// <summary>What is newer is shown from now on. Broken rules: <c>material.withdrawn</c>.</summary>
    public void Add(Edition edition, DateTimeOffset now)
    {
        MustBeOffered();
        Editions.Add(edition);
        ChangedAt = now;
        ShowNewest();
    }

    /// <summary>Nobody uses it any more. A second time is the same tap.</summary>
    public void Withdraw(string why, string byName, DateTimeOffset now)
    {
        if (WithdrawnAt is null)
        {
            (WithdrawnAt, WithdrawnByName, WithdrawnWhy) = (now, byName, why);
        }
    }

    public void TakeBack() => (WithdrawnAt, WithdrawnByName, WithdrawnWhy) = (null, null, null);

    /// <summary>One edition is taken off, and the one before it is shown. Broken rules: <c>material.no-edition</c>.</summary>
    public void Withdraw(Guid edition, string why, string byName, DateTimeOffset now)
    {
        Of(edition).Withdraw(why, byName, now);
        ShowNewest();
    }

    /// <summary>Broken rules: <c>material.no-edition</c>.</summary>
    public void TakeBack(Guid edition)
    {
        Of(edition).TakeBack();
        ShowNewest();
    }

    private Edition Of(Guid edition) => Editions.Find(one => one.Id == edition) ?? throw new RuleBroken("material.no-edition");

    private void ShowNewest() => CurrentId = Editions.Where(one => one.WithdrawnAt is null).MaxBy(one => one.Number)?.Id;

    private void Say(MaterialForm form, DateTimeOffset now)
    {
        (Title, About, Kind, Keywords) = (form.Title, form.About, form.Kind, form.Keywords);
        (Topics, Languages) = (Joined(form.Topics), Joined(form.Languages));
        (StrandId, LevelFrom, LevelUntil, Ages, ForNewcomers) = (form.StrandId, form.LevelFrom, form.LevelUntil, form.Ages, form.ForNewcomers);
        var folded = Folding.Words(Title, Keywords, About);
        SearchText = folded.Length > LongestSearch ? folded[..LongestSearch] : folded;
        ChangedAt = now;
    }

    private void MustBeOffered()
    {
        if (WithdrawnAt is not null)
        {
            throw new RuleBroken("material.withdrawn");
        }
    }
}

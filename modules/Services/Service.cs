using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Services;

/// <summary>What an organisation offers at one place to whoever comes: advice, a doctor, clothes. The organisation keeps it and says once a year that it is still right.</summary>
internal sealed class Service : IVersioned, IOfOrganisation
{
    /// <summary>So many months after somebody last looked at it, it is to be looked at again.</summary>
    public const int MonthsBetweenReviews = 12;

    /// <summary>Made by the form: a second tap makes no second one.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who keeps it.</summary>
    public required Guid ProviderId { get; init; }

    /// <summary>One of <see cref="Topics"/>.</summary>
    public required string TopicCode { get; set; }

    public required string Name { get; set; }

    public required string Address { get; set; }

    /// <summary>WGS 84 degrees; null, both, where nobody has said.</summary>
    public required double? Latitude { get; set; }

    public required double? Longitude { get; set; }

    public required string? Phone { get; set; }

    public required string? Website { get; set; }

    /// <summary>ISO codes with commas between; empty where nobody has said.</summary>
    public required string Languages { get; set; }

    public required bool WithoutAppointment { get; set; }

    public required bool IsFree { get; set; }

    /// <summary>As <see cref="WeekHours"/> writes them; empty for by appointment only.</summary>
    public required string Hours { get; set; }

    /// <summary>Codes of <see cref="ThingsToBring"/> with commas between.</summary>
    public required string Bring { get; set; }

    public required DateTimeOffset ReviewedAt { get; set; }

    public required Guid ReviewedBy { get; set; }

    public required string ReviewedByName { get; set; }

    /// <summary>The organisation was asked to look at it, since it was looked at last.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnByName { get; private set; }

    public int Version { get; set; }

    public List<ServiceNote> Notes { get; } = [];

    public IReadOnlyList<string> SpokenLanguages => Codes(Languages);

    public IReadOnlyList<string> ThingsBrought => Codes(Bring);

    public WeekHours OpeningHours => WeekHours.Parse(Hours);

    /// <summary>What was reviewed before this day is due on that day.</summary>
    public static DateTimeOffset DueBefore(DateTimeOffset now) => now.AddMonths(-MonthsBetweenReviews);

    public bool IsDue(DateTimeOffset now) => WithdrawnAt is null && ReviewedAt <= DueBefore(now);

    /// <summary>Whoever saves the form has looked at all of it. Broken rules: <c>service.withdrawn</c>, <c>service.changed-meanwhile</c>.</summary>
    public void Change(ServiceForm to, int seen, Guid by, string byName, DateTimeOffset now)
    {
        MustBeOffered();
        if (seen != Version)
        {
            throw new RuleBroken("service.changed-meanwhile");
        }

        (TopicCode, Name, Address, Latitude, Longitude, Phone, Website) = (to.TopicCode, to.Name, to.Address, to.Latitude, to.Longitude, to.Phone, to.Website);
        (Languages, WithoutAppointment, IsFree, Hours, Bring) = (string.Join(',', to.Languages), to.WithoutAppointment, to.IsFree, to.Hours.ToString(), string.Join(',', to.Bring));
        Say(to.Notes);
        Review(by, byName, now);
    }

    /// <summary>What is said about it, by language; a language without words goes.</summary>
    public void Say(IReadOnlyDictionary<string, string> notes)
    {
        Notes.RemoveAll(note => !notes.ContainsKey(note.Language));
        foreach (var (language, text) in notes)
        {
            if (Notes.Find(note => note.Language == language) is { } known)
            {
                known.Text = text;
            }
            else
            {
                Notes.Add(new() { ServiceId = Id, Language = language, Text = text });
            }
        }
    }

    /// <summary>Everything is still right. Broken rules: <c>service.withdrawn</c>.</summary>
    public void Review(Guid by, string byName, DateTimeOffset now)
    {
        MustBeOffered();
        (ReviewedAt, ReviewedBy, ReviewedByName, RemindedAt) = (now, by, byName, null);
    }

    public void Remind(DateTimeOffset now) => RemindedAt = now;

    /// <summary>It is not offered any more. A second time is the same tap.</summary>
    public void Withdraw(string byName, DateTimeOffset now)
    {
        if (WithdrawnAt is null)
        {
            (WithdrawnAt, WithdrawnByName) = (now, byName);
        }
    }

    public void TakeBack() => (WithdrawnAt, WithdrawnByName) = (null, null);

    private void MustBeOffered()
    {
        if (WithdrawnAt is not null)
        {
            throw new RuleBroken("service.withdrawn");
        }
    }

    private static string[] Codes(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

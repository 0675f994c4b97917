using Courses.Contracts.Attendance;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;

namespace Courses.Attendance;

internal enum IllnessReason
{
    Ill,
    ChildIll,
    Doctor,
}

/// <summary>The lock under which a person's reports come, so that no two of them tell of the same day. Its id is the person's.</summary>
internal sealed class IllnessBook : IVersioned
{
    public required Guid Id { get; init; }

    public int Version { get; set; }
}

/// <summary>
/// A person says that they cannot come from one day to another. Each provider whose lessons are in these days decides for itself; until the first has, the person may change it or take it back.
/// </summary>
internal sealed class IllnessReport : IVersioned
{
    /// <summary>So long ago a register that is missing is still waited for, too.</summary>
    public const int MostDaysBack = 14;

    public const int MostDaysAhead = 90;

    /// <summary>How long the picture of a note is kept.</summary>
    public const int NoteDays = 90;

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    /// <summary>Made with the form: a tap that comes twice is one report.</summary>
    public required Guid FormId { get; init; }

    public DateOnly From { get; private set; }

    /// <summary>The last day.</summary>
    public DateOnly Until { get; private set; }

    public IllnessReason Reason { get; private set; }

    /// <summary>What the person added, in <see cref="Language"/>.</summary>
    public string Words { get; private set; } = "";

    public string Language { get; private set; } = "";

    public required DateTimeOffset SentAt { get; init; }

    public DateTimeOffset? ChangedAt { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    /// <summary>When the picture of a note came; the picture itself is deleted before the report.</summary>
    public DateTimeOffset? NoteSentAt { get; private set; }

    public List<IllnessCase> Cases { get; } = [];

    public int Version { get; set; }

    public bool MayChange => TakenBackAt is null && Cases.TrueForAll(one => one.State == IllnessState.Waiting);

    public void Tell(DateOnly from, DateOnly until, IllnessReason reason, string words, string language, DateOnly today, DateTimeOffset now)
    {
        MustBeOpen();
        if (from < today.AddDays(-MostDaysBack))
        {
            throw new RuleBroken("illness.too-far-back", MostDaysBack);
        }

        if (until > today.AddDays(MostDaysAhead))
        {
            throw new RuleBroken("illness.too-far-ahead", MostDaysAhead);
        }

        ChangedAt = Cases.Count == 0 ? null : now;
        (From, Until, Reason, Words, Language) = (from, until, reason, words, language);
    }

    public void NoteCame(DateTimeOffset now)
    {
        MustBeOpen();
        NoteSentAt = now;
    }

    public void NoteWasTakenAway()
    {
        MustBeOpen();
        NoteSentAt = null;
    }

    public void TakeBack(DateTimeOffset now)
    {
        MustBeOpen();
        TakenBackAt = now;
    }

    /// <summary>The providers of these lessons decide. A lesson that had begun when its day was told is told late, and stays so.</summary>
    public void Concerns(IReadOnlyCollection<SessionInfo> lessons, Func<DateOnly, bool> wasTold, DateTimeOffset now)
    {
        Cases.RemoveAll(one => lessons.All(lesson => lesson.ProviderId != one.ProviderId));
        foreach (var at in lessons.GroupBy(lesson => lesson.ProviderId))
        {
            var one = Cases.Find(known => known.ProviderId == at.Key);
            if (one is null)
            {
                one = new() { ParticipantId = ParticipantId, ProviderId = at.Key, ReportId = Id, Report = this };
                Cases.Add(one);
            }

            one.IsLate = at.Any(lesson => lesson.StartsAt <= now && (one.IsLate || !wasTold(lesson.LocalDate)));
        }
    }

    /// <summary>A lesson of this provider is in these days now: its case, made when it had none.</summary>
    public IllnessCase AlsoConcerns(Guid providerId)
    {
        var one = Cases.Find(known => known.ProviderId == providerId);
        if (one is null)
        {
            Cases.Add(one = new() { ParticipantId = ParticipantId, ProviderId = providerId, ReportId = Id, Report = this });
        }

        return one;
    }

    private void MustBeOpen()
    {
        if (TakenBackAt is not null)
        {
            throw new RuleBroken("illness.taken-back");
        }

        if (!MayChange)
        {
            throw new RuleBroken("illness.already-decided");
        }
    }
}

/// <summary>What one provider decided on a report.</summary>
internal sealed class IllnessCase
{
    public Guid Id { get; private set; }

    public required Guid ReportId { get; init; }

    public required IllnessReport Report { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    public bool IsLate { get; set; }

    public IllnessState State { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public Guid? DecidedById { get; private set; }

    public string DecidedByName { get; private set; } = "";

    public ExcuseProof? Proof { get; private set; }

    /// <summary>The last day that the person's own word excused; null for a certificate, which excuses all of them.</summary>
    public DateOnly? WordUntil { get; private set; }

    /// <summary>Lessons in these days when it was decided, and how many of them were excused: not those where the person was, nor those that need a certificate.</summary>
    public int Lessons { get; private set; }

    public int ExcusedLessons { get; private set; }

    /// <summary>A prepared sentence of the list <c>illness</c>; empty when own words say why.</summary>
    public string WhyKey { get; private set; } = "";

    public string WhyWords { get; private set; } = "";

    /// <summary>The language of the own words.</summary>
    public string WhyLanguage { get; private set; } = "";

    /// <summary>What excuses a lesson of that day, if it was accepted; null when nothing does.</summary>
    public ExcuseProof? Excuses(DateOnly day) => State == IllnessState.Accepted && (Proof == ExcuseProof.Certificate || day <= WordUntil) ? Proof : null;

    /// <summary>A lesson was moved into these days after it was decided.</summary>
    public void LessonCame(int excused) => (Lessons, ExcusedLessons) = (Lessons + 1, ExcusedLessons + excused);

    public int WordDays => State == IllnessState.Accepted && WordUntil is { } last && last >= Report.From ? last.DayNumber - Report.From.DayNumber + 1 : 0;

    /// <summary>Once by word, and once more when a certificate follows.</summary>
    public void Accept(ExcuseProof proof, DateOnly? wordUntil, int lessons, int excused, string by, Guid byId, DateTimeOffset now)
    {
        MustStand();
        if (State == IllnessState.Refused || (State == IllnessState.Accepted && (Proof == ExcuseProof.Certificate || proof == ExcuseProof.Word)))
        {
            throw new RuleBroken("illness.already-decided");
        }

        (State, Proof, WordUntil, Lessons, ExcusedLessons) = (IllnessState.Accepted, proof, wordUntil, lessons, excused);
        (DecidedByName, DecidedById, DecidedAt) = (by, byId, now);
    }

    public void Refuse(GivenReason why, int lessons, string by, Guid byId, DateTimeOffset now)
    {
        MustStand();
        if (State != IllnessState.Waiting)
        {
            throw new RuleBroken("illness.already-decided");
        }

        (State, Lessons, WhyKey, WhyWords, WhyLanguage) = (IllnessState.Refused, lessons, why.Code ?? "", why.Text ?? "", why.Language ?? "");
        (DecidedByName, DecidedById, DecidedAt) = (by, byId, now);
    }

    private void MustStand()
    {
        if (Report.TakenBackAt is not null)
        {
            throw new RuleBroken("illness.taken-back");
        }
    }
}

/// <summary>The picture of a note, sealed: nobody reads it in a copy of the database. Deleted when its time is over.</summary>
internal sealed class IllnessNote
{
    public Guid Id { get; private set; }

    public required Guid ReportId { get; init; }

    public required string ContentType { get; init; }

    public required byte[] Sealed { get; init; }

    public required DateTimeOffset SentAt { get; init; }
}

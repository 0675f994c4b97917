using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;

namespace Courses.Participants;

/// <summary>A newcomer's record.</summary>
internal sealed class Participant : IVersioned
{
    private readonly List<StatusPeriod> statuses = [];
    private readonly List<SkillLevel> levels = [];
    private readonly List<PersonalNeed> needs = [];
    private readonly List<Pass> passes = [];

    public Guid Id { get; private set; }

    public int Version { get; set; }

    public string GivenName { get; private set; } = "";

    public string FamilyName { get; private set; } = "";

    /// <summary>The given name in Latin letters, typed or proposed by <see cref="LatinNames"/>: beside the own script, never instead of it. Null for a name that is in them already.</summary>
    public string? LatinGivenName { get; private set; }

    public string? LatinFamilyName { get; private set; }

    /// <summary>Both names as <see cref="SearchName"/> compares them.</summary>
    public string SearchName { get; private set; } = "";

    /// <summary>Which version of <see cref="SearchKeys"/> this person is found by; 0 after a change that touches them.</summary>
    public int IndexedAs { get; private set; }

    /// <summary>By which version of the rule this person was compared with the others; 0 after a change that touches it.</summary>
    public int ComparedAs { get; private set; }

    /// <summary>The first day that it can be, where only a part is known.</summary>
    public DateOnly BirthDate { get; private set; }

    public int BirthParts { get; private set; } = PartialDate.Whole;

    public PartialDate Born => new(BirthDate, BirthParts);

    public string Gender { get; private set; } = "";

    public string Language { get; private set; } = "en";

    public string? Email { get; private set; }

    public string? Phone { get; private set; }

    /// <summary>Where letters on paper go, as it stands on an envelope under the name: at most <see cref="PostalAddress.MostLines"/> lines.</summary>
    public string? Address { get; private set; }

    public DateOnly? FirstPermitOn { get; private set; }

    public DateOnly? ArrivedOn { get; private set; }

    /// <summary>The reception centre or residence where the person lives, when it is one.</summary>
    public string? ResidenceCentre { get; private set; }

    /// <summary>Registered as somebody's family member; null as long as nobody has recorded it. So the next two.</summary>
    public bool? IsFamilyMember { get; private set; }

    public bool? IsRegisteredInCity { get; private set; }

    public bool? Works { get; private set; }

    /// <summary>The lowest spoken level; kept beside the levels because every list shows it.</summary>
    public string? Level { get; private set; }

    /// <summary>The number of the current pass; kept beside the passes because every list shows it.</summary>
    public string? PassNumber { get; private set; }

    /// <summary>The record of the same person that goes on; null for everybody else. A closed record is in no list, and whoever asks for it is led on.</summary>
    public Guid? MergedInto { get; private set; }

    /// <summary>Names and contacts are gone for good: what is left is a number under which sums go on to be true.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public string RegisteredBy { get; init; } = "";

    public IReadOnlyList<StatusPeriod> Statuses => statuses;

    public IReadOnlyList<SkillLevel> Levels => levels;

    public IReadOnlyList<PersonalNeed> Needs => needs;

    public IReadOnlyList<Pass> Passes => passes;

    public Pass? CurrentPass => passes.SingleOrDefault(pass => pass is { IsCurrent: true, BroughtAt: null });

    public StatusPeriod? CurrentStatus => statuses.SingleOrDefault(status => status.Until is null);

    public string FullName => $"{GivenName} {FamilyName}".Trim();

    public string? LatinName => LatinGivenName is null && LatinFamilyName is null ? null : $"{LatinGivenName ?? GivenName} {LatinFamilyName ?? FamilyName}".Trim();

    public static Participant Register(Person person, LegalStatus status, DateOnly statusFrom, DateOnly today, DateTimeOffset now, string by)
    {
        var participant = new Participant { RegisteredAt = now, RegisteredBy = by };
        participant.Write(person, today);
        participant.ChangeStatus(status, statusFrom, now, by);
        return participant;
    }

    public void Change(Person person, DateOnly today) => Write(person, today);

    /// <summary>The year of birth stays, and what reports count by. No key finds the person any more.</summary>
    public void Erase(string name, int number, DateTimeOffset now)
    {
        (GivenName, FamilyName, LatinGivenName, LatinFamilyName, SearchName) = (name, number.ToString(System.Globalization.CultureInfo.InvariantCulture), null, null, "");
        (BirthDate, BirthParts) = (new DateOnly(BirthDate.Year, 1, 1), PartialDate.Year);
        (Email, Phone, Address, ResidenceCentre, PassNumber) = (null, null, null, null, null);
        (IndexedAs, ComparedAs, ErasedAt) = (SearchKeys.Version, Features.FindDoubles.Version, ErasedAt ?? now);
    }

    /// <summary>A new legal status ends the one before on the day it starts. A correction of today's status with the same start replaces it.</summary>
    public void ChangeStatus(LegalStatus status, DateOnly from, DateTimeOffset now, string by)
    {
        if (from < BirthDate)
        {
            throw new RuleBroken("participant.status-before-birth");
        }

        if (CurrentStatus is { } current)
        {
            if (current.Status == status && current.From <= from)
            {
                return;
            }

            if (from < current.From)
            {
                throw new RuleBroken("participant.status-too-early", current.From.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            }

            if (from == current.From)
            {
                statuses.Remove(current);
            }
            else
            {
                current.End(from);
            }
        }

        statuses.Add(new() { Status = status, From = from, RecordedAt = now, RecordedBy = by });
    }

    public void Assess(Skill skill, string level, DateOnly on, string by)
    {
        if (levels.SingleOrDefault(known => known.Skill == skill) is { } known)
        {
            known.Reassess(level, on, by);
        }
        else
        {
            levels.Add(new(skill, level, on, by));
        }

        LevelFollows();
    }

    /// <summary>An assessment that was none is taken back.</summary>
    public void AssessedAsBefore(RaisedLevel before)
    {
        if (before is { Level: { } level, AssessedOn: { } on })
        {
            levels.Single(known => known.Skill == before.Skill).Reassess(level, on, before.AssessedBy ?? "");
        }
        else
        {
            levels.RemoveAll(known => known.Skill == before.Skill);
        }

        LevelFollows();
    }

    private void LevelFollows()
    {
        var spoken = levels.Where(row => row.Skill is Skill.SpokenInteraction or Skill.SpokenProduction).Select(row => row.Level).ToArray();
        Level = CefrLevels.Lowest(spoken is [] ? levels.Select(row => row.Level) : spoken);
    }

    public void SetNeeds(IReadOnlyCollection<Need> wanted)
    {
        needs.RemoveAll(need => !wanted.Contains(need.Need));
        needs.AddRange(wanted.Distinct().Except(needs.Select(need => need.Need)).ToArray().Select(need => new PersonalNeed { Need = need }));
    }

    /// <summary>This record is closed in favour of another one of the same person; null takes it back.</summary>
    public void LeadTo(Guid? kept) => MergedInto = kept;

    /// <summary>None of them opens anything any more, those that came over with another record neither.</summary>
    public void EndPasses(DateTimeOffset now, string by)
    {
        foreach (var pass in passes.Where(pass => pass.IsCurrent))
        {
            pass.Replace(now, by);
        }
    }

    /// <summary>Hands out a pass. The one before stops at once.</summary>
    public Pass HandOutPass(PassTokens tokens, DateTimeOffset now, string by)
    {
        MustBeKnown();
        CurrentPass?.Replace(now, by);
        var pass = Pass.New(tokens, now, by);
        passes.Add(pass);
        (PassNumber, IndexedAs) = (pass.Number, 0);
        return pass;
    }

    /// <summary>Found by all that this version knows of them: whoever came from an earlier one gets a name in Latin letters, too.</summary>
    public void WasIndexed() => (LatinGivenName, LatinFamilyName, IndexedAs) = (LatinGivenName ?? LatinNames.Of(GivenName, Language), LatinFamilyName ?? LatinNames.Of(FamilyName, Language), SearchKeys.Version);

    /// <summary>Whoever may be the same person stands in a pair with them.</summary>
    public void WasCompared() => ComparedAs = Features.FindDoubles.Version;

    private void MustBeKnown()
    {
        if (ErasedAt is not null)
        {
            throw new RuleBroken("erasure.is-erased");
        }
    }

    private void Write(Person person, DateOnly today)
    {
        MustBeKnown();
        if (person.BirthDate > today || person.BirthDate < today.AddYears(-120))
        {
            throw new RuleBroken("participant.birth-date");
        }

        if (person.FirstPermitOn < person.BirthDate || person.ArrivedOn < person.BirthDate)
        {
            throw new RuleBroken("participant.before-birth");
        }

        var (given, family) = (Names.Clean(person.GivenName), Names.Clean(person.FamilyName));
        LatinGivenName = Latin(person.LatinGivenName, LatinGivenName, GivenName, given, person.Language);
        LatinFamilyName = Latin(person.LatinFamilyName, LatinFamilyName, FamilyName, family, person.Language);
        (GivenName, FamilyName) = (given, family);
        (SearchName, IndexedAs, ComparedAs) = (Participants.SearchName.Of(GivenName, FamilyName), 0, 0);
        (BirthDate, BirthParts) = (person.BirthDate, person.BirthParts);
        Gender = person.Gender is "f" or "m" or "x" ? person.Gender : "";
        Language = Courses.Platform.Languages.Language.Of(person.Language).Code == person.Language || person.Language.Length is 2 or 3 ? person.Language : "en";
        Email = Blank(person.Email)?.ToLowerInvariant();
        Phone = Blank(person.Phone);
        Address = PostalAddress.Read(person.Address);
        FirstPermitOn = person.FirstPermitOn;
        ArrivedOn = person.ArrivedOn;
        ResidenceCentre = Blank(person.ResidenceCentre);
        (IsFamilyMember, IsRegisteredInCity, Works) = (person.IsFamilyMember, person.IsRegisteredInCity, person.Works);
    }

    /// <summary>What was typed counts. A proposal that was left as it stood follows the name that it was made of.</summary>
    private string? Latin(string? typed, string? before, string nameBefore, string name, string language) =>
        Blank(typed) is { } latin && !(latin == before && latin == LatinNames.Of(nameBefore, Language)) ? Names.Clean(latin) : LatinNames.Of(name, language);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What a coach writes down of a person.</summary>
internal sealed record Person
{
    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    public required DateOnly BirthDate { get; init; }

    public int BirthParts { get; init; } = PartialDate.Whole;

    public PartialDate Born => new(BirthDate, BirthParts);

    /// <summary>As the person writes it in Latin letters; null for the proposal.</summary>
    public string? LatinGivenName { get; init; }

    public string? LatinFamilyName { get; init; }

    public string Gender { get; init; } = "";

    public string Language { get; init; } = "en";

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Address { get; init; }

    public DateOnly? FirstPermitOn { get; init; }

    public DateOnly? ArrivedOn { get; init; }

    public string? ResidenceCentre { get; init; }

    /// <summary>Null: not known. So the next two.</summary>
    public bool? IsFamilyMember { get; init; }

    public bool? IsRegisteredInCity { get; init; }

    public bool? Works { get; init; }
}

/// <summary>A legal status and the days it was held; the last day is the one before <see cref="Until"/>.</summary>
internal sealed class StatusPeriod
{
    public Guid Id { get; private set; }

    public Guid ParticipantId { get; init; }

    public required LegalStatus Status { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; private set; }

    public required DateTimeOffset RecordedAt { get; init; }

    public string RecordedBy { get; init; } = "";

    public void End(DateOnly on) => Until = on;
}

/// <summary>The level of one skill as last assessed.</summary>
internal sealed class SkillLevel
{
    public SkillLevel(Skill skill, string level, DateOnly assessedOn, string assessedBy)
    {
        (Skill, Level, AssessedOn, AssessedBy) = (skill, level, assessedOn, assessedBy);
        (FirstLevel, FirstOn) = (level, assessedOn);
    }

    public Guid Id { get; private set; }

    public Guid ParticipantId { get; init; }

    public Skill Skill { get; private set; }

    public string Level { get; private set; }

    public DateOnly AssessedOn { get; private set; }

    public string AssessedBy { get; private set; }

    /// <summary>With what the person came, whatever was assessed since; null where that was before it was kept.</summary>
    public string? FirstLevel { get; private set; }

    public DateOnly? FirstOn { get; private set; }

    public void Reassess(string level, DateOnly on, string by)
    {
        // A slip of the pen is put right on its day.
        if (FirstOn == on && AssessedOn == on)
        {
            FirstLevel = level;
        }

        (Level, AssessedOn, AssessedBy) = (level, on, by);
    }
}

/// <summary>Something that a person needs in order to attend.</summary>
internal sealed class PersonalNeed
{
    public Guid Id { get; private set; }

    public Guid ParticipantId { get; init; }

    public required Need Need { get; init; }
}

using Courses.Contracts.Attendance;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Features;

/// <summary>Asks whoever is to be asked, once about each thing, with a letter in their language. May run at any time and as often as one likes.</summary>
internal sealed class Invite(CoursesDb db, IParticipants participants, ITimetable timetable, IAttendance attendance, IMentoring mentoring, IMessages messages, CityTime city) : ISweep
{
    public const string Name = "questionnaire-invitations";
    public const string Letter = "questionnaire";
    public const int AtOnce = 1000;

    /// <summary>What ended longer ago is not asked about any more.</summary>
    private const int DaysBack = 30;

    /// <summary>Who came longer ago is not asked twice a year any more.</summary>
    private const int MonthsOfStay = 36;

    public async Task<int> Run(CancellationToken cancel)
    {
        var open = await db.Set<Questionnaire>().AsNoTracking().Where(row => row.OpenedOn != null && row.ClosedOn == null).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(cancel);
        var (count, failed) = (0, new List<Exception>());
        foreach (var id in open)
        {
            try
            {
                // A batch a transaction: however many they are, letters and invitations commit together.
                for (var last = AtOnce; last == AtOnce; count += last)
                {
                    last = await db.EachAlone([id], one => Some(one, null, cancel), cancel);
                }
            }
            catch (AggregateException error)
            {
                // The later ones are asked all the same.
                failed.AddRange(error.InnerExceptions);
            }
        }

        return failed is [] ? count : throw new AggregateException(failed);
    }

    /// <summary>How many of a group, or of a programme, would be asked now.</summary>
    public Task<int> CountByHand(Guid questionnaire, Guid? group, string? programme, CancellationToken cancel) => NotAsked(questionnaire, ByHand(group, programme), "").CountAsync(cancel);

    /// <summary>The next ones of a group, or of a programme, at most <see cref="AtOnce"/>. Answers how many were asked now. Broken rules: <c>questionnaire.closed</c>.</summary>
    public Task<int> SomeByHand(Guid questionnaire, Guid? group, string? programme, CancellationToken cancel) => db.Transact(() => Some(questionnaire, ByHand(group, programme), cancel), cancel);

    /// <summary>Everybody with a seat in the group; or in a group of the programme that runs today or is to begin, each once and about nothing in particular.</summary>
    private IQueryable<Wanted> ByHand(Guid? group, string? programme)
    {
        var (today, nothing, nobody) = (city.Today, Guid.Empty, (Guid?)null);
        var seats = from row in timetable.Groups join seat in timetable.Enrolments on row.Id equals seat.GroupId where row.CancelledAt == null && seat.State == EnrolmentState.Enrolled select new { row, seat };
        return group is { } id
            ? seats.Where(one => one.row.Id == id).Select(one => new Wanted { ParticipantId = one.seat.ParticipantId, SubjectId = one.row.Id, ProviderId = one.row.ProviderId })
            : seats.Where(one => one.seat.ProgrammeCode == programme && one.row.EndsOn >= today).Select(one => one.seat.ParticipantId).Distinct().Select(person => new Wanted { ParticipantId = person, SubjectId = nothing, ProviderId = nobody });
    }

    private IQueryable<Asked> NotAsked(Guid questionnaire, IQueryable<Wanted> wanted, string round) =>
        from one in wanted
        join person in participants.People on one.ParticipantId equals person.Id
        where !person.IsErased && !db.Set<Invitation>().Any(row => row.QuestionnaireId == questionnaire && row.ParticipantId == one.ParticipantId && row.SubjectId == one.SubjectId && row.Round == round)
        select new Asked { ParticipantId = one.ParticipantId, SubjectId = one.SubjectId, ProviderId = one.ProviderId, Language = person.Language };

    private async Task<int> Some(Guid id, IQueryable<Wanted>? source, CancellationToken cancel)
    {
        var questionnaire = await db.Lock<Questionnaire>(id, cancel) ?? throw new InvalidOperationException("There is no such questionnaire.");
        if (source is not null)
        {
            questionnaire.MustBeOpen();
        }
        else if (!questionnaire.IsOpen)
        {
            return 0;
        }

        var edition = await db.Set<Edition>().AsNoTracking().Where(row => row.QuestionnaireId == id).OrderByDescending(row => row.Number).FirstAsync(cancel);
        var (terms, today) = (edition.Terms, city.Today);
        if (terms.OnPaperOnly)
        {
            return 0;
        }

        var (wanted, round) = source is not null ? (source, "") : Due(questionnaire, terms);
        if (wanted is null)
        {
            return 0;
        }

        var people = await NotAsked(id, wanted, round).OrderBy(one => one.ParticipantId).Take(AtOnce).ToListAsync(cancel);
        var invitations = people.ConvertAll(one => new Invitation
        {
            Id = db.Engine.NewKey(),
            ParticipantId = one.ParticipantId,
            QuestionnaireId = id,
            EditionId = edition.Id,
            SubjectId = one.SubjectId,
            ProviderId = one.ProviderId,
            Round = round,
            MadeOn = today,
            AnswerUntil = today.AddDays(terms.AnswerDays),
        });
        await db.Engine.BulkInsert(db, invitations, cancel);
        await messages.QueueMany(
            [
                .. invitations.Select((invitation, i) => new NewMessage
                {
                    ParticipantId = invitation.ParticipantId,
                    Kind = Letter,
                    OnceKey = $"{Letter}:{invitation.Id}",
                    About = invitation.Id,
                    Details = [QuestionnaireTerms.In(terms.Names, Platform.Languages.Language.Of(people[i].Language).Culture).Text],
                    Link = $"/my/questionnaires/{invitation.Id}",
                    Until = city.At(invitation.AnswerUntil.AddDays(1), TimeOnly.MinValue),
                }),
            ],
            cancel);
        return invitations.Count;
    }

    /// <summary>Who is to be asked by this occasion today; null for nobody.</summary>
    private (IQueryable<Wanted>? Wanted, string Round) Due(Questionnaire questionnaire, QuestionnaireTerms terms)
    {
        var (today, opened, nothing, nobody) = (city.Today, questionnaire.OpenedOn!.Value, Guid.Empty, (Guid?)null);
        switch (terms.Occasion)
        {
            case Occasion.Registration:
                var since = city.At(Later(opened, today.AddDays(-DaysBack)), TimeOnly.MinValue);
                return (participants.People.Where(person => person.RegisteredAt >= since).Select(person => new Wanted { ParticipantId = person.Id, SubjectId = nothing, ProviderId = nobody }), "");
            case Occasion.ModuleEnd:
                return (OfGroups(GroupKind.OrientationRun, Later(opened, today.AddDays(-DaysBack)), today.AddDays(-1)), "");
            case Occasion.CourseEnd:
                return (OfGroups(GroupKind.LanguageClass, Later(opened, today.AddDays(-DaysBack)), today.AddDays(-1)), "");
            case Occasion.HalfYearAfterCourse:
                return (OfGroups(GroupKind.LanguageClass, Later(opened, today.AddDays(-DaysBack)).AddMonths(-6), today.AddMonths(-6)), "");
            case Occasion.PairEnd:
                return (OfPairs(Later(opened, today.AddDays(-DaysBack)), today), "");
            case Occasion.HalfYearAfterPair:
                return (OfPairs(Later(opened, today.AddDays(-DaysBack)).AddMonths(-6), today.AddMonths(-6)), "");
            case Occasion.TwiceAYear when terms.Months.Contains(today.Month):
                var from = city.At(today.AddMonths(-MonthsOfStay), TimeOnly.MinValue);
                return (participants.People.Where(person => person.RegisteredAt >= from).Select(person => new Wanted { ParticipantId = person.Id, SubjectId = nothing, ProviderId = nobody }), today.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture));
            default:
                return (null, "");
        }
    }

    /// <summary>Whoever was there at least once, of groups that ended in these days.</summary>
    private IQueryable<Wanted> OfGroups(GroupKind kind, DateOnly first, DateOnly last) =>
        from row in timetable.Groups
        join seat in timetable.Enrolments on row.Id equals seat.GroupId
        where row.Kind == kind && row.CancelledAt == null && row.EndsOn >= first && row.EndsOn <= last && seat.State == EnrolmentState.Enrolled
            && attendance.Marks.Any(mark => mark.GroupId == row.Id && mark.ParticipantId == seat.ParticipantId && mark.PresentMinutes > 0)
        select new Wanted { ParticipantId = seat.ParticipantId, SubjectId = row.Id, ProviderId = row.ProviderId };

    private IQueryable<Wanted> OfPairs(DateOnly first, DateOnly last)
    {
        var nobody = (Guid?)null;
        return mentoring.Pairs.Where(pair => pair.EndedOn >= first && pair.EndedOn <= last && pair.StartedOn != null).Select(pair => new Wanted { ParticipantId = pair.ParticipantId, SubjectId = pair.Id, ProviderId = nobody });
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>Somebody who is to be asked about something. What is nothing comes as a parameter: a constant would be text to both engines.</summary>
internal sealed record Wanted
{
    public required Guid ParticipantId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid? ProviderId { get; init; }
}

/// <summary>Somebody who is asked now.</summary>
internal sealed record Asked
{
    public required Guid ParticipantId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid? ProviderId { get; init; }

    public required string Language { get; init; }
}

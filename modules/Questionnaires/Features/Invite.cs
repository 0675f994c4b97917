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
    private const int AtOnce = 1000;

    /// <summary>What ended longer ago is not asked about any more.</summary>
    private const int DaysBack = 30;

    /// <summary>Who came longer ago is not asked twice a year any more.</summary>
    private const int MonthsOfStay = 36;

    public async Task<int> Run(CancellationToken cancel)
    {
        var open = await db.Set<Questionnaire>().AsNoTracking().Where(row => row.OpenedOn != null && row.ClosedOn == null && row.Occasion != Occasion.ByHand).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(cancel);
        var count = 0;
        foreach (var id in open)
        {
            // A batch a transaction: however many they are, letters and invitations commit together.
            for (var last = AtOnce; last == AtOnce; count += last)
            {
                last = await db.EachAlone([id], one => Some(one, null, cancel), cancel);
            }
        }

        return count;
    }

    /// <summary>Everybody of a group, or of a programme. Answers how many were asked now. Broken rules: <c>questionnaire.closed</c>.</summary>
    public async Task<int> ByHand(Guid questionnaire, Guid? group, string? programme, CancellationToken cancel)
    {
        var (nothing, nobody) = (Guid.Empty, (Guid?)null);
        var source = group is { } id
            ? from row in timetable.Groups join seat in timetable.Enrolments on row.Id equals seat.GroupId where row.Id == id && seat.State == EnrolmentState.Enrolled select new Wanted { ParticipantId = seat.ParticipantId, SubjectId = row.Id, ProviderId = row.ProviderId }
            : timetable.Enrolments.Where(seat => seat.ProgrammeCode == programme && seat.State == EnrolmentState.Enrolled).Select(seat => seat.ParticipantId).Distinct().Select(person => new Wanted { ParticipantId = person, SubjectId = nothing, ProviderId = nobody });
        var count = 0;
        for (var last = AtOnce; last == AtOnce; count += last)
        {
            last = await db.Transact(() => Some(questionnaire, source, cancel), cancel);
        }

        return count;
    }

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
        var (wanted, round) = source is not null ? (source, "") : Due(questionnaire, terms);
        if (wanted is null)
        {
            return 0;
        }

        var people = await (
            from one in wanted
            join person in participants.People on one.ParticipantId equals person.Id
            where !person.IsErased && !db.Set<Invitation>().Any(row => row.QuestionnaireId == id && row.ParticipantId == one.ParticipantId && row.SubjectId == one.SubjectId && row.Round == round)
            orderby one.ParticipantId
            select new { one.ParticipantId, one.SubjectId, one.ProviderId, person.Language }).Take(AtOnce).ToListAsync(cancel);
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
        switch (questionnaire.Occasion)
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

    private IQueryable<Wanted> OfPairs(DateOnly first, DateOnly last, Guid? nobody = null) =>
        mentoring.Pairs.Where(pair => pair.EndedOn >= first && pair.EndedOn <= last && pair.StartedOn != null).Select(pair => new Wanted { ParticipantId = pair.ParticipantId, SubjectId = pair.Id, ProviderId = nobody });

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>Somebody who is to be asked about something. What is nothing comes as a parameter: a constant would be text to both engines.</summary>
internal sealed record Wanted
{
    public required Guid ParticipantId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid? ProviderId { get; init; }
}

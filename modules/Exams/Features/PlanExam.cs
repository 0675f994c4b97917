using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Features;

/// <summary>Makes an exam, changes it and cancels it. Whoever is registered learns by letter what concerns them.</summary>
internal sealed class PlanExam(CoursesDb db, IProviders providers, IMessages messages, IAudit audit, Caller caller, CityTime city)
{
    public const string CancelledLetter = "exam-cancelled";
    public const string MovedLetter = "exam-moved";
    public const string PracticeCancelledLetter = "exam-practice-cancelled";
    public const string PracticeMovedLetter = "exam-practice-moved";

    public Task<Guid> Make(ExamForm form, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var exam = new Exam
            {
                ProviderId = await ProviderOf(form.VenueId, cancel),
                VenueId = form.VenueId,
                Language = form.Language,
                Level = form.Level,
                Parts = string.Join(',', form.Parts),
                On = form.On,
                From = form.From,
                Until = form.Until,
                Seats = form.Seats,
                RegisterUntil = form.RegisterUntil,
                IsPractice = form.IsPractice,
                MadeAt = city.Now,
                MadeBy = caller.Id,
                MadeByName = caller.Name,
            };
            db.Add(exam);
            audit.Record("exam.made", exam.Id, InWords(exam));
            await db.SaveChangesAsync(cancel);
            return exam.Id;
        },
        cancel);

    /// <summary>Broken rules: those of <see cref="Exam.Change"/>, <c>exam.has-begun</c>, <c>exam.other-provider</c>.</summary>
    public Task Change(Guid id, ExamForm form, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var exam = await Lock(id, cancel);
            MustBeAhead(exam);
            if (await ProviderOf(form.VenueId, cancel) != exam.ProviderId)
            {
                throw new RuleBroken("exam.other-provider");
            }

            var before = (exam.On, exam.From, exam.VenueId);
            exam.Change(form);
            audit.Record("exam.changed", exam.Id, InWords(exam));
            if (before != (exam.On, exam.From, exam.VenueId))
            {
                var venue = await providers.Venues.Where(row => row.Id == exam.VenueId).Select(row => row.Name + ", " + row.Address).SingleAsync(cancel);

                // By the number of the change: back to an earlier day is told like any other.
                await Tell(exam, exam.IsPractice ? PracticeMovedLetter : MovedLetter, $"{MovedLetter}:{exam.Version}", [InWords(exam.On), Shown.Time(exam.From), venue], cancel);
            }
        },
        cancel);

    /// <summary>Broken rules: <c>exam.cancelled</c>, <c>exam.has-results</c>. Answers how many people lose a seat.</summary>
    public Task<int> Cancel(Guid id, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var exam = await Lock(id, cancel);
            if (await db.Set<ExamResult>().AnyAsync(result => db.Set<ExamRegistration>().Any(row => row.Id == result.RegistrationId && row.ExamId == id), cancel))
            {
                throw new RuleBroken("exam.has-results");
            }

            exam.Cancel(why, caller.Name, city.Now);
            audit.Record("exam.cancelled", exam.Id, InWords(exam));
            return await Tell(exam, exam.IsPractice ? PracticeCancelledLetter : CancelledLetter, CancelledLetter, [InWords(exam.On), why.AsDetail()], cancel);
        },
        cancel);

    public static string InWords(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string InWords(Exam exam) => $"{exam.Language} {exam.Level} {InWords(exam.On)}";

    private async Task<int> Tell(Exam exam, string kind, string once, string[] details, CancellationToken cancel)
    {
        var people = await db.Set<ExamRegistration>().Where(row => row.ExamId == exam.Id && row.WithdrawnAt == null).Select(row => row.ParticipantId).ToListAsync(cancel);
        return await messages.QueueMany(
            people.ConvertAll(person => new NewMessage
            {
                ParticipantId = person,
                Kind = kind,
                OnceKey = $"{once}:{exam.Id:N}:{person:N}",
                Details = [Shown.LanguageName(exam.Language), exam.Level, .. details],
                About = exam.Id,
                Link = "/my/exams",
            }),
            cancel);
    }

    private async Task<Exam> Lock(Guid id, CancellationToken cancel)
    {
        // Another provider's exam is none that this caller may know of.
        if (!await db.Set<Exam>().VisibleTo(caller).AnyAsync(row => row.Id == id, cancel))
        {
            throw new NotFound("The exam");
        }

        return (await db.Lock<Exam>(id, cancel))!;
    }

    private void MustBeAhead(Exam exam)
    {
        if (city.At(exam.On, exam.From) <= city.Now)
        {
            throw new RuleBroken("exam.has-begun");
        }
    }

    private async Task<Guid> ProviderOf(Guid venue, CancellationToken cancel)
    {
        var provider = await providers.Venues.Where(row => row.Id == venue).Select(row => (Guid?)row.ProviderId).SingleOrDefaultAsync(cancel);
        return provider is { } known && (caller.OrganisationId is null || caller.OrganisationId == known) ? known : throw new NotFound("The venue");
    }
}

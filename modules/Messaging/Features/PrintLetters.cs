using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Features;

/// <summary>
/// What has no electronic way is printed by a coach: a run takes letters out of the queue, is posted or put back. A letter is in one run at a time, whoever else prints at the same moment.
/// </summary>
internal sealed class PrintLetters(CoursesDb db, IParticipants participants, ITimetable timetable, Deliveries deliveries, StillTrue stillTrue, LetterPaper paper, IAudit audit, Caller caller, CityTime city)
{
    public const int MostPeople = 100;

    public IQueryable<Message> Queue => db.Set<Message>().Where(row => row.State == MessageState.ToPrint && row.PrintRunId == null && row.ParticipantId != null);

    /// <summary>Takes the letters of these people out of the queue, as far as they have an address and nobody else took them.</summary>
    public Task<Guid> Take(IReadOnlyCollection<Guid> people, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var asked = people.Distinct().Take(MostPeople).ToArray();
            var ids = await participants.People.Where(person => EF.Parameter(asked).Contains(person.Id) && person.Address != null).Select(person => person.Id).ToArrayAsync(cancel);
            var run = new PrintRun { MadeAt = city.Now, MadeOn = city.Today, MadeBy = caller.Id, MadeByName = caller.Name };
            db.Add(run);
            await db.SaveChangesAsync(cancel);

            // The rows decide who was first: the second finds none left.
            await Queue.Where(row => EF.Parameter(ids).Contains(row.ParticipantId!.Value)).ExecuteUpdateAsync(set => set.SetProperty(row => row.PrintRunId, run.Id), cancel);
            var taken = await db.Set<Message>().Where(row => row.PrintRunId == run.Id).ToListAsync(cancel);
            await stillTrue.CancelTheRest(taken, cancel);
            var left = taken.Where(row => row.State == MessageState.ToPrint).ToList();
            if (left.Count == 0)
            {
                throw new RuleBroken("print.nothing-left");
            }

            var arrives = await timetable.WorkingDayAfter(run.MadeOn, paper.PostDays, cancel);
            foreach (var letter in left.Where(row => row.AnswerWorkingDays is not null))
            {
                letter.AnswerUntil ??= await deliveries.AnswerUntil(letter, arrives, cancel);
            }

            return run.Id;
        },
        cancel);

    public Task Post(Guid id, CancellationToken cancel) => Change(
        id,
        async (run, letters) =>
        {
            run.Post(city.Now, city.Today);
            var arrives = await timetable.WorkingDayAfter(run.MadeOn, paper.PostDays, cancel);
            letters.ForEach(letter => letter.Posted(city.Now, arrives));
        },
        "letter.posted",
        cancel);

    public Task PutBack(Guid id, CancellationToken cancel) => Change(
        id,
        (run, letters) =>
        {
            run.PutBack(city.Now, city.Today);
            letters.ForEach(letter => letter.BackToTheQueue());
            return Task.CompletedTask;
        },
        "letter.put-back",
        cancel);

    /// <summary>Somebody told these people otherwise, by telephone for instance. What may be answered stays: how the person was told is noted with the proposal.</summary>
    public Task TakeOut(IReadOnlyCollection<Guid> people, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var ids = people.Distinct().Take(MostPeople).ToArray();
            foreach (var letter in await Queue.Where(row => EF.Parameter(ids).Contains(row.ParticipantId!.Value) && row.AnswerWorkingDays == null).ToListAsync(cancel))
            {
                letter.Cancel("told-otherwise");
                audit.Record("letter.told-otherwise", letter.ParticipantId!.Value, letter.Kind);
            }
        },
        cancel);

    private Task Change(Guid id, Func<PrintRun, List<Message>, Task> verb, string act, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var run = await db.Lock<PrintRun>(id, cancel) ?? throw new NotFound("The print run");
            var letters = await db.Set<Message>().Where(row => row.PrintRunId == id && row.State != MessageState.Cancelled).ToListAsync(cancel);
            await verb(run, letters);
            foreach (var letter in letters)
            {
                audit.Record(act, letter.ParticipantId!.Value, letter.Kind);
            }
        },
        cancel);
}

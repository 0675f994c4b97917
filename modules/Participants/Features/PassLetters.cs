using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>A pass as it is printed: the code's content is worked out for the paper and kept nowhere.</summary>
internal sealed record PrintedPass(Guid ParticipantId, string GivenName, string FamilyName, string Language, string Number, string Address)
{
    /// <summary>For the letter only.</summary>
    public string Pin { get; init; } = "";
}

/// <summary>Replacing, printing and sending a pass.</summary>
internal sealed class PassDesk(CoursesDb db, SearchIndex index, PassTokens tokens, Links links, IAudit audit, IMessages messages, ITimetable timetable, TimeProvider clock, Caller caller)
{
    /// <summary>The old pass stops with the commit. Two coaches at once hand out one new pass: the second is told that it changed.</summary>
    public Task<string> Replace(Guid participantId, string oldNumber, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var person = await db.Lock<Participant>(participantId, cancel) ?? throw new NotFound("The participant");
                await db.Entry(person).Collection(row => row.Passes).LoadAsync(cancel);
                if ((person.CurrentPass?.Number ?? "") != oldNumber)
                {
                    throw new RuleBroken("participant.pass-changed");
                }

                var now = clock.GetUtcNow();
                person.EndPasses(now, caller.Name);

                // The index allows one current pass: the old one must have stopped before the new one is written.
                await db.SaveChangesAsync(cancel);
                var pass = person.HandOutPass(tokens, now, caller.Name);
                await timetable.EndCalendar(participantId, cancel);
                await index.Update([person], cancel);
                audit.Record("pass.replaced", participantId, $"{oldNumber} by {pass.Number}");
                return pass.Number;
            },
            cancel);

    public Task Send(Guid participantId, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var person = await db.Set<Participant>().Include(row => row.Passes).SingleOrDefaultAsync(row => row.Id == participantId, cancel) ?? throw new NotFound("The participant");
                var pass = person.CurrentPass ?? throw new NotFound("The pass");
                if (person.Email is null)
                {
                    throw new RuleBroken("participant.email-missing");
                }

                var now = clock.GetUtcNow();
                await messages.Queue(
                    new()
                    {
                        ParticipantId = participantId,
                        Kind = "pass",
                        OnceKey = $"pass:{pass.Id}:{now.ToUnixTimeSeconds() / 60}",
                        Details = [pass.Number],
                        About = pass.Id,
                        Link = PassLink.Of(pass.Number),
                        Immediate = true,
                    },
                    cancel);
                audit.Record("pass.sent", participantId, pass.Number);
            },
            cancel);

    /// <summary>A letter carries the PIN; from then on it is what opens the pass.</summary>
    public async Task<PrintedPass?> PrintLetter(Guid participantId, CancellationToken cancel)
    {
        if ((await Print(db.Set<Participant>().Where(person => person.Id == participantId), 1, cancel)).SingleOrDefault() is not { } printed)
        {
            return null;
        }

        await db.Set<Pass>().Where(pass => pass.Number == printed.Number && !pass.HasLetterPin).ExecuteUpdateAsync(set => set.SetProperty(pass => pass.HasLetterPin, true), cancel);
        return printed with { Pin = tokens.PinOf(printed.Number) };
    }

    /// <summary>Every printing of a pass is in the audit trail: whoever holds a print can show up as its owner.</summary>
    public async Task<IReadOnlyList<PrintedPass>> Print(IQueryable<Participant> people, int most, CancellationToken cancel)
    {
        var rows = await people.Where(person => person.PassNumber != null).OrderBy(person => person.RegisteredAt).ThenBy(person => person.Id).Take(most)
            .Select(person => new { person.Id, person.GivenName, person.FamilyName, person.Language, Number = person.PassNumber! }).ToListAsync(cancel);
        foreach (var row in rows)
        {
            audit.Record("pass.printed", row.Id, row.Number);
        }

        await db.SaveChangesAsync(cancel);
        return [.. rows.Select(row => new PrintedPass(row.Id, row.GivenName, row.FamilyName, row.Language, row.Number, AddressOf(row.Number)))];
    }

    /// <summary>What the QR code holds.</summary>
    public string AddressOf(string number) => links.To("/p/" + tokens.TokenOf(number));
}

/// <summary>A letter waits in the outbox; if the pass was replaced meanwhile, its code would open nothing.</summary>
internal sealed class PassLetterCheck(CoursesDb db) : IMessageCheck
{
    public string Kind => "pass";

    public async Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(IReadOnlyCollection<MessageToCheck> messages, CancellationToken cancel)
    {
        var ids = messages.Select(message => message.About).ToArray();
        var current = await db.Set<Pass>().Where(pass => EF.Parameter(ids).Contains(pass.Id) && pass.ReplacedAt == null).Select(pass => pass.Id).ToListAsync(cancel);
        return [.. messages.Where(message => !current.Contains(message.About))];
    }
}

using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Features;

/// <summary>Things, and who has them until when.</summary>
internal sealed class LendThings(CoursesDb db, IParticipants participants, IAudit audit, Caller caller, CityTime city)
{
    /// <summary>Broken rules: <c>loan.label-taken</c>.</summary>
    public async Task Add(Guid providerId, string kind, string label, string note, CancellationToken cancel)
    {
        if (caller.OrganisationId is { } own && own != providerId)
        {
            throw new NotFound("The organisation");
        }

        try
        {
            await db.Transact(
                async () =>
                {
                    var thing = new Lendable { ProviderId = providerId, Kind = kind, Label = label, Note = note, AddedAt = city.Now, AddedBy = caller.Id };
                    db.Add(thing);
                    await db.SaveChangesAsync(cancel);
                    audit.Record("lendable.added", thing.Id, label);
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("loan.label-taken");
        }
    }

    /// <summary>Broken rules: <c>loan.still-out</c>.</summary>
    public Task Withdraw(Guid id, CancellationToken cancel) => OfThing(id, "lendable.withdrawn", thing => thing.Withdraw(caller.Name, city.Now), cancel);

    public Task TakeBack(Guid id, CancellationToken cancel) => OfThing(id, "lendable.taken-back", thing => thing.TakeBack(), cancel);

    /// <summary>To the same person once more is the same tap. Broken rules: <c>loan.nobody</c>, <c>loan.due-wrong</c>, <c>loan.is-out</c>, <c>loan.withdrawn</c>.</summary>
    public async Task Lend(Guid id, string passNumber, DateOnly until, CancellationToken cancel)
    {
        var number = passNumber.Trim().ToUpperInvariant();
        var person = await participants.People.Where(row => row.PassNumber == number).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancel) ?? throw new RuleBroken("loan.nobody");
        try
        {
            await db.Transact(
                async () =>
                {
                    var thing = await Find(id, cancel);
                    if (thing.WithdrawnAt is not null)
                    {
                        throw new RuleBroken("loan.withdrawn");
                    }

                    var due = Loan.Due(until, city.Today);
                    if (thing.Loans.Find(loan => loan.IsOut) is { } open)
                    {
                        if (open.ParticipantId == person && open.DueOn == due)
                        {
                            return;
                        }

                        throw new RuleBroken("loan.is-out");
                    }

                    db.Add(new Loan { LendableId = id, ParticipantId = person, LentOn = city.Today, LentAt = city.Now, LentBy = caller.Id, LentByName = caller.Name, DueOn = due });
                    audit.Record("loan.lent", person, thing.Label);
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("loan.is-out");
        }
    }

    /// <summary>Broken rules: those of <see cref="Loan.Extend"/>.</summary>
    public Task Extend(Guid loanId, DateOnly until, CancellationToken cancel) => OfLoan(loanId, "loan.extended", loan => loan.Extend(until, city.Today), cancel);

    /// <summary>Broken rules: those of <see cref="Loan.Return"/>.</summary>
    public Task Return(Guid loanId, CancellationToken cancel) => OfLoan(loanId, "loan.returned", loan => loan.Return(city.Today, city.Now, caller.Id), cancel);

    /// <summary>It did not come back after all. Broken rules: those of <see cref="Loan.GoOn"/>, <c>loan.is-out</c>.</summary>
    public async Task UndoReturn(Guid loanId, CancellationToken cancel)
    {
        try
        {
            await OfLoan(loanId, "loan.goes-on", loan => loan.GoOn(city.Today), cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("loan.is-out");
        }
    }

    /// <summary>It was never lent; the same day only. Broken rules: <c>loan.too-late-to-undo</c>.</summary>
    public Task Undo(Guid loanId, CancellationToken cancel) => OfLoan(
        loanId,
        "loan.undone",
        loan =>
        {
            if (loan.LentOn != city.Today || !loan.IsOut)
            {
                throw new RuleBroken("loan.too-late-to-undo");
            }

            db.Remove(loan);
        },
        cancel);

    private Task OfThing(Guid id, string act, Action<Lendable> how, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var thing = await Find(id, cancel);
            how(thing);
            audit.Record(act, id, thing.Label);
        },
        cancel);

    private Task OfLoan(Guid loanId, string act, Action<Loan> how, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var thing = await db.Set<Lendable>().VisibleTo(caller).Include(row => row.Loans.Where(loan => loan.Id == loanId)).SingleOrDefaultAsync(row => row.Loans.Any(loan => loan.Id == loanId), cancel) ?? throw new NotFound("The loan");
            var loan = thing.Loans.Single(row => row.Id == loanId);
            how(loan);
            audit.Record(act, loan.ParticipantId, thing.Label);
        },
        cancel);

    private async Task<Lendable> Find(Guid id, CancellationToken cancel) =>
        await db.Set<Lendable>().VisibleTo(caller).Include(row => row.Loans.Where(loan => loan.ReturnedOn == null)).SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("The thing");
}

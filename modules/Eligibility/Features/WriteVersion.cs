using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courses.Contracts.Access;
using Courses.Contracts.Activities;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Features;

/// <summary>
/// The life of a version: somebody writes a draft, another person publishes it, and on the same day it can be taken back. Who may be the second person is what
/// <see cref="IFourEyes"/> says, as for payees and administrators.
/// </summary>
internal sealed class WriteVersion(
    CoursesDb db, IOrientation orientation, IActivities activities, IEligibility eligibility, IParticipants participants, IProviders providers, IFourEyes fourEyes, StrongSignIn strong, IAudit audit, Sentences sentences, Caller caller, CityTime city, TimeProvider clock)
{
    internal sealed record Draft
    {
        /// <summary>The first day on which it counts.</summary>
        [Required]
        public DateOnly? ValidFrom { get; init; }

        /// <summary>The last day; left out, it goes on.</summary>
        public DateOnly? ValidUntil { get; init; }

        /// <summary>The terms, as docs/rules.md describes them.</summary>
        [Required]
        public JsonElement? Terms { get; init; }
    }

    internal sealed record Drafted(int Number);

    public static void Map(IEndpointRouteBuilder app)
    {
        var drafts = app.MapGroup("/api/programmes/{code}/drafts").AddEndpointFilterFactory(RequestValidation.Filter);
        drafts.MapPost("", async (string code, Draft draft, WriteVersion write, CancellationToken cancel) =>
        {
            var terms = TermsCheck.Read(draft.Terms!.Value.GetRawText(), out var unreadable);
            IReadOnlyList<TermsProblem> problems = unreadable is null ? await write.Check(terms, cancel) : [unreadable];
            if (problems is not [])
            {
                throw new InvalidFields(problems.GroupBy(problem => "terms" + problem.Path).ToDictionary(group => group.Key, group => group.Select(write.Say).ToArray()));
            }

            var number = await write.Save(code, null, terms!, draft.ValidFrom!.Value, draft.ValidUntil, cancel);
            return TypedResults.Created($"/admin/programmes/{code}/versions/{number}", new Drafted(number));
        }).For(Roles.Administrator);
    }

    /// <summary>What is wrong with these terms; empty when they can be saved.</summary>
    public async Task<IReadOnlyList<TermsProblem>> Check(JsonNode? terms, CancellationToken cancel) => TermsCheck.Of(terms, await Known(cancel));

    public async Task<Vocabulary> Known(CancellationToken cancel) => new(
        (await orientation.Topics.Select(topic => topic.Code).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal),
        (await providers.Providers.Select(provider => provider.Id).ToListAsync(cancel)).ToHashSet(),
        (await activities.Kinds.ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal));

    public string Say(TermsProblem problem) => sentences.Say(problem, CultureInfo.CurrentUICulture);

    /// <summary>Saves terms that <see cref="Check"/> found nothing wrong with, as a new draft or over the caller's own. Answers its number.</summary>
    public async Task<int> Save(string code, int? number, JsonNode terms, DateOnly from, DateOnly? until, CancellationToken cancel)
    {
        var read = terms.Deserialize<Terms>(Terms.Json)!;
        return await InProgramme(
            code,
            programme =>
            {
                if (number is { } old)
                {
                    programme.Redraft(Of(programme, old), read, from, until, caller.Id, clock.GetUtcNow(), city.Today);
                    audit.Record("programme.redrafted", programme.Id, $"{code} {old}");
                    return Task.FromResult(old);
                }

                var draft = programme.Draft(read, from, until, caller.Id, caller.Name, clock.GetUtcNow(), city.Today);
                audit.Record("programme.drafted", programme.Id, $"{code} {draft.Number}");
                return Task.FromResult(draft.Number);
            },
            cancel);
    }

    public Task Discard(string code, int number, CancellationToken cancel) => InProgramme(
        code,
        programme =>
        {
            programme.Discard(Of(programme, number));
            audit.Record("programme.discarded", programme.Id, $"{code} {number}");
            return Task.FromResult(number);
        },
        cancel);

    public async Task Publish(string code, int number, CancellationToken cancel)
    {
        strong.Demand();
        await InProgramme(
            code,
            async programme =>
            {
                var draft = Of(programme, number);
                if (!await fourEyes.AreIndependent(draft.CreatedById ?? caller.Id, caller.Id, cancel))
                {
                    throw new RuleBroken("programme.same-hand", fourEyes.Days);
                }

                var looked = draft.ValidFrom < city.Today ? await LookedBack(code, draft, cancel) ?? throw new RuleBroken("programme.look-back-first") : null;
                programme.Publish(draft, caller.Id, caller.Name, clock.GetUtcNow(), city.Today);
                audit.Record("programme.version", programme.Id, $"{code} {number}");
                if (looked is not null)
                {
                    await ProposeReviews(looked, cancel);
                }

                return number;
            },
            cancel);
        await RulesChanged.MarkEverybody(db, eligibility, participants, cancel);
    }

    public async Task Withdraw(string code, int number, string why, CancellationToken cancel)
    {
        strong.Demand();
        await InProgramme(
            code,
            programme =>
            {
                programme.Withdraw(Of(programme, number), why, caller.Id, caller.Name, clock.GetUtcNow(), city.Today);
                audit.Record("programme.withdrawn", programme.Id, $"{code} {number}: {why}");
                return Task.FromResult(number);
            },
            cancel);
        var now = clock.GetUtcNow();
        await db.Set<DecisionReview>().Where(row => row.ProgrammeCode == code && row.RuleVersion == number && row.SettledAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.WithdrawnAt, now), cancel);
        await RulesChanged.MarkEverybody(db, eligibility, participants, cancel);
    }

    /// <summary>What was found when somebody looked back today at what this draft would have decided differently; null when nobody has, or when the draft has changed since.</summary>
    public async Task<Simulation?> LookedBack(string code, ProgrammeVersion draft, CancellationToken cancel) =>
        (await db.Set<Simulation>().AsNoTracking().Where(row => row.ProgrammeCode == code && row.RuleVersion == draft.Number && row.Since != null && row.DoneAt != null).OrderByDescending(row => row.AskedAt).Take(5).ToListAsync(cancel))
            .Find(row => row.LooksBackAt(draft, city.Today));

    /// <summary>A version that begins in the past changes no decision: each one that it would have taken differently is proposed to the coaches to look at.</summary>
    private async Task ProposeReviews(Simulation looked, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var differ = await db.Set<SimulatedPerson>().AsNoTracking().Where(row => row.SimulationId == looked.Id && row.DecisionId != null && (row.Movement == Movement.Gains || row.Movement == Movement.Loses)).ToListAsync(cancel);
        await db.Engine.BulkInsert(
            db,
            differ.ConvertAll(row => new DecisionReview
            {
                ParticipantId = row.ParticipantId,
                ProgrammeCode = looked.ProgrammeCode,
                RuleVersion = looked.RuleVersion,
                DecisionId = row.DecisionId!.Value,
                Before = row.Before,
                After = row.After,
                ProposedAt = now,
            }),
            cancel);
    }

    private static ProgrammeVersion Of(Programme programme, int number) => programme.Versions.SingleOrDefault(version => version.Number == number) ?? throw new NotFound("version");

    private Task<int> InProgramme(string code, Func<Programme, Task<int>> act, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var id = await db.Set<Programme>().Where(programme => programme.Code == code).Select(programme => (Guid?)programme.Id).SingleOrDefaultAsync(cancel) ?? throw new NotFound("programme");
            await db.Lock<Programme>(id, cancel);
            return await act(await db.Set<Programme>().Include(programme => programme.Versions).SingleAsync(programme => programme.Id == id, cancel));
        },
        cancel);
}

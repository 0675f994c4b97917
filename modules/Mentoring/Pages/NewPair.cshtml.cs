using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>Who could accompany this newcomer: those who may, the likeliest first, and for the others what is missing.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class NewPairModel(CoursesDb db, PairTemplates templates, MentoringDesk desk, IParticipants people, IEligibility eligibility, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    private const int Most = 500;

    [BindProperty(SupportsGet = true, Name = "person")]
    public Guid? PersonId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PassNumber { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Template { get; set; }

    [BindProperty]
    public Guid? HelperId { get; set; }

    /// <summary>Something speaks against the pair, and the reader saw it and wants it all the same.</summary>
    [BindProperty]
    public bool Anyway { get; set; }

    public ParticipantRow? Person { get; private set; }

    public PairTerms? Terms { get; private set; }

    public IReadOnlyList<PairTerms> Templates { get; private set; } = [];

    public IReadOnlyList<Suggestion> Suggestions { get; private set; } = [];

    /// <summary>What programmes say that do not take the person, or not yet, by their codes.</summary>
    public IReadOnlyDictionary<string, ProgrammeAnswer> Refusals { get; private set; } = new Dictionary<string, ProgrammeAnswer>();

    public ProgrammeAnswer? RefusalOf(PairTerms terms) => terms.Programme is { } programme ? Refusals.GetValueOrDefault(programme) : null;

    /// <summary>Reasons tell of the person: of age, status and home.</summary>
    public bool MayReadReasons => caller.May(Permissions.CaseData);

    public string NameOf(ParticipantRow person) => caller.May(Permissions.CaseData) ? $"{person.GivenName} {person.FamilyName}" : person.PassNumber ?? "";

    public IEnumerable<Guid> PeopleShown => Person is { } person && caller.May(Permissions.CaseData) ? [person.Id] : [];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        await Load();
        if (Person is null && !string.IsNullOrWhiteSpace(PassNumber))
        {
            ModelState.AddModelError(nameof(PassNumber), Words["mentoring.nobody"]);
        }
    }

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (HelperId is not { } helper || PersonId is not { } person)
        {
            throw new InvalidField(nameof(HelperId), Words["error.field.required"]);
        }

        await Load();
        if (!Anyway && Terms is { } terms && (RefusalOf(terms) is not null || Suggestions.Any(one => one.Helper.Id == helper && one.Age.IsTooFar)))
        {
            throw new RuleBroken("pair.look-again");
        }

        var pair = await desk.Propose(helper, person, Template, Cancel);
        Done = Words["mentoring.proposed"];
        return LocalRedirect($"/mentoring/pairs/{pair}");
    });

    protected override async Task Load()
    {
        Templates = [.. (await templates.Current(Cancel)).Select(template => template.Terms)];
        Terms = Templates.FirstOrDefault(template => template.Code == Template);
        var number = (PassNumber ?? "").Trim().ToUpperInvariant();
        Person = PersonId is null && number.Length is 0 or > 40 ? null : await people.People.SingleOrDefaultAsync(row => PersonId == null ? row.PassNumber == number : row.Id == PersonId, Cancel);
        if (PersonId is not null && Person is null)
        {
            throw new NotFound("The person");
        }

        if (Person is { } known)
        {
            Refusals = (await eligibility.Check(known.Id, Cancel)).Where(answer => answer.Outcome != Outcome.May).ToDictionary(answer => answer.ProgrammeCode, StringComparer.Ordinal);
        }

        if (Person is { } person && Terms is { } terms)
        {
            var evenings = await people.Needs.AnyAsync(need => need.ParticipantId == person.Id && need.Need == Need.EveningHours, Cancel);
            var helpers = await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs).Where(helper => helper.LeftOn == null)
                .OrderByDescending(helper => helper.Languages.Contains(person.Language)).ThenBy(helper => helper.Id).Take(Most).ToListAsync(Cancel);
            Suggestions =
            [
                .. helpers.Select(helper => Suggestion.Of(helper, person, terms, evenings, city.Today))
                    .OrderBy(one => one.Missing is not null).ThenByDescending(one => one.SharesLanguage).ThenBy(one => one.Age.Band).ThenByDescending(one => one.FreeTimes).ThenInReadersOrder(one => one.Helper.Name),
            ];
        }
    }

    /// <param name="Helper">Who.</param>
    /// <param name="SharesLanguage">Speaks what the newcomer reads.</param>
    /// <param name="Age">How far their ages lie apart.</param>
    /// <param name="FreeTimes">Parts of the week; evenings only for who has no other time.</param>
    /// <param name="Missing">The code of what the template demands and is not there; null when all is.</param>
    internal sealed record Suggestion(Helper Helper, bool SharesLanguage, AgeGap Age, int FreeTimes, string? Missing)
    {
        public static Suggestion Of(Helper helper, ParticipantRow person, PairTerms terms, bool eveningsOnly, DateOnly today)
        {
            string? missing = helper.AccountId is null ? "pair.no-account" : null;
            try
            {
                helper.Demand(terms, today);
            }
            catch (RuleBroken rule)
            {
                missing = rule.Code;
            }

            var free = Enumerable.Range(0, 7 * Helper.Parts).Count(bit => helper.IsFree((bit / Helper.Parts) + 1, bit % Helper.Parts) && (!eveningsOnly || bit % Helper.Parts == Helper.Parts - 1));
            return new(helper, helper.Speaks.Contains(person.Language), AgeGap.Of(helper.BirthYear, person.BirthDate.Year, terms), free, missing);
        }
    }
}

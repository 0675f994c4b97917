using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Services.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Pages;

/// <summary>What is lent, the longest overdue first, and what can be lent. In pages.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class LoansModel(CoursesDb db, LendThings lend, IParticipants participants, IProviders providers, Caller caller, CityTime city) : CoursesPage, IShowsPeople
{
    public const string Out = "out";
    public const string Here = "here";
    public const string Gone = "withdrawn";

    private const int AtOnce = 50;

    /// <summary>So long something is lent where nobody says otherwise.</summary>
    private const int UsualDays = 28;

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public Guid ThingId { get; set; }

    [BindProperty]
    public Guid LoanId { get; set; }

    [BindProperty, StringLength(40)]
    public string? PassNumber { get; set; }

    [BindProperty, DateOf(DateMeaning.Plan)]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public Guid? ProviderId { get; set; }

    [BindProperty, StringLength(40)]
    public string? Kind { get; set; }

    [BindProperty, StringLength(60)]
    public string? Label { get; set; }

    [BindProperty, StringLength(300)]
    public string? Note { get; set; }

    public IReadOnlyList<LentThing> Lent { get; private set; } = [];

    public IReadOnlyList<FreeThing> Things { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<(Guid Id, string Name)> Providers { get; private set; } = [];

    public bool ChoosesProvider => caller.OrganisationId is null;

    public bool SeesNames => caller.MaySeeNames();

    public IEnumerable<Guid> PeopleShown => SeesNames ? Lent.Select(one => one.ParticipantId) : [];

    public DateOnly Today => city.Today;

    public DateOnly Usual => city.Today.AddDays(UsualDays);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostLend() => Press(Out, "loans.lent", () => lend.Lend(ThingId, Must(PassNumber, nameof(PassNumber)), Until ?? throw new InvalidField(nameof(Until), Words["error.field.required"]), Cancel));

    public Task<IActionResult> OnPostExtend() => Press(Out, "loans.extended", () => lend.Extend(LoanId, Until ?? throw new InvalidField(nameof(Until), Words["error.field.required"]), Cancel));

    public Task<IActionResult> OnPostReturn() => Press(Here, "loans.returned", () => lend.Return(LoanId, Cancel));

    public Task<IActionResult> OnPostUndoReturn() => Press(Out, "loans.goes-on", () => lend.UndoReturn(LoanId, Cancel));

    public Task<IActionResult> OnPostUndo() => Press(Here, "loans.undone", () => lend.Undo(LoanId, Cancel));

    public Task<IActionResult> OnPostWithdraw() => Press(Here, "loans.was-withdrawn", () => lend.Withdraw(ThingId, Cancel));

    public Task<IActionResult> OnPostTakeBack() => Press(Here, "loans.was-taken-back", () => lend.TakeBack(ThingId, Cancel));

    public Task<IActionResult> OnPostAdd() => Press(Here, "loans.added", async () =>
    {
        var provider = caller.OrganisationId ?? ProviderId;
        if (provider is null || !await providers.Providers.AnyAsync(row => row.Id == provider, Cancel))
        {
            throw new InvalidField(nameof(ProviderId), Words["error.field.required"]);
        }

        if (!Lendable.Kinds.Contains(Kind))
        {
            throw new InvalidField(nameof(Kind), Words["error.field.required"]);
        }

        await lend.Add(provider.Value, Kind!, Must(Label, nameof(Label)), (Note ?? "").Trim(), Cancel);
    });

    protected override string FieldOf(string code) => code switch
    {
        "loan.nobody" => nameof(PassNumber),
        "loan.due-wrong" => nameof(Until),
        "loan.label-taken" => nameof(Label),
        _ => "",
    };

    protected override async Task Load()
    {
        Show = Show is Here or Gone ? Show : Out;
        var begin = Place.Read(From);
        if (Show == Out)
        {
            await LoadLent(begin);
        }
        else
        {
            await LoadThings(begin);
        }

        Providers = ChoosesProvider ? [.. (await providers.Providers.Select(provider => new { provider.Id, provider.Name }).ToListAsync(Cancel)).InReadersOrder(provider => provider.Name).Select(provider => (provider.Id, provider.Name))] : [];
    }

    private async Task LoadLent(Place? begin)
    {
        var (day, id) = (begin?.Day, begin?.Id ?? Guid.Empty);
        var rows = await (
            from loan in db.Set<Loan>()
            join thing in db.Set<Lendable>().VisibleTo(caller) on loan.LendableId equals thing.Id
            join provider in providers.Providers on thing.ProviderId equals provider.Id
            join person in participants.People on loan.ParticipantId equals person.Id
            where loan.ReturnedOn == null && (day == null || loan.DueOn > day || (loan.DueOn == day && loan.Id.CompareTo(id) > 0))
            orderby loan.DueOn, loan.Id
            select new LentThing(loan.Id, thing.Kind, thing.Label, provider.Name, person.Id, person.FamilyName + " " + person.GivenName, person.PassNumber, loan.LentOn, loan.LentByName, loan.DueOn)).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, "/loans", begin, row => new(row.DueOn, row.LoanId));
        Lent = rows;
    }

    private async Task LoadThings(Place? begin)
    {
        var (at, id, gone, today) = (begin?.At, begin?.Id ?? Guid.Empty, Show == Gone, city.Today);
        var rows = await (
            from thing in db.Set<Lendable>().VisibleTo(caller)
            join provider in providers.Providers on thing.ProviderId equals provider.Id
            where (gone ? thing.WithdrawnAt != null : thing.WithdrawnAt == null) && !thing.Loans.Any(loan => loan.ReturnedOn == null) && (at == null || thing.AddedAt > at || (thing.AddedAt == at && thing.Id.CompareTo(id) > 0))
            orderby thing.AddedAt, thing.Id
            select new FreeThing(thing.Id, thing.Kind, thing.Label, thing.Note, provider.Name, thing.AddedAt, thing.Loans.Where(loan => loan.ReturnedOn == today).OrderByDescending(loan => loan.ReturnedAt).Select(loan => (Guid?)loan.Id).FirstOrDefault()))
            .Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, $"/loans?show={Show}", begin, row => new(row.AddedAt, row.Id));
        Things = rows;
    }

    private Task<IActionResult> Press(string then, string done, Func<Task> act) => Act(async () =>
    {
        await act();
        Done = Words[done];
        return Redirect($"/loans?show={then}");
    });

    private string Must(string? typed, string field) => string.IsNullOrWhiteSpace(typed) ? throw new InvalidField(field, Words["error.field.required"]) : typed.Trim();
}

internal sealed record LentThing(Guid LoanId, string Kind, string Label, string Provider, Guid ParticipantId, string Name, string? PassNumber, DateOnly LentOn, string LentByName, DateOnly DueOn);

internal sealed record FreeThing(Guid Id, string Kind, string Label, string Note, string Provider, DateTimeOffset AddedAt, Guid? BackToday);

using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>
/// Some days without classes: which sessions fall on them, and shall they be cancelled? Whoever keeps the days changes or removes them here. A day of the city cancels nobody's session: each provider is asked for its own.
/// </summary>
[Audience(Roles.ProviderManager, Roles.Administrator)]
internal sealed class OneHolidayModel(CoursesDb db, ChangeGroup change, IAudit audit, Caller caller, TimeProvider clock) : CoursesPage
{
    public const int MostShown = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [StringLength(200)]
    public string? Name { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? From { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? Until { get; set; }

    /// <summary>The days as the form showed them first.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>So many sessions were on the page when 'cancel' was pressed.</summary>
    [BindProperty]
    public int? SessionsSeen { get; set; }

    public IReadOnlyList<ChangedTerm> ChangedByOthers { get; private set; } = [];

    public Holiday Holiday { get; private set; } = null!;

    public bool IsMine => Holiday.ProviderId == caller.OrganisationId;

    public bool MayCancel => caller.Is(Roles.ProviderManager);

    public IReadOnlyList<SessionOfDay> Sessions { get; private set; } = [];

    public int SessionsInAll { get; private set; }

    public int CancelledInAll { get; private set; }

    public async Task OnGet()
    {
        await Load();
        Fill(HolidayTerms.Of(Holiday));
        Seen = Meanwhile.Written(HolidayTerms.Of(Holiday));
    }

    public Task<IActionResult> OnPostChange() => Act(async () =>
    {
        await MustBeMine();
        var wanted = new HolidayTerms(
            Name?.Trim() is { Length: > 0 } name ? name : throw new InvalidField(nameof(Name), Words["error.field.required"]),
            From ?? throw new InvalidField(nameof(From), Words["error.field.required"]),
            Until ?? From.Value);
        if (wanted.Until < wanted.From)
        {
            throw new InvalidField(nameof(Until), Words["holidays.until-before-from"]);
        }

        var seen = Meanwhile.Read<HolidayTerms>(Seen) ?? HolidayTerms.Of(Holiday);
        if (!await db.Transact(() => Save(seen, wanted), Cancel))
        {
            await Load();
            var now = HolidayTerms.Of(Holiday);
            ChangedByOthers = [.. Meanwhile.Merge(wanted, seen, now).Select(field => new ChangedTerm(HolidayTerms.Labels[field], seen.Said(field), now.Said(field)))];
            ModelState.Clear();
            Fill(wanted);
            Seen = Meanwhile.Written(now);
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }

        Done = Words["holidays.changed"];
        return Redirect($"/provider/holidays/{Id}");
    });

    public Task<IActionResult> OnPostCancel() => Act(async () =>
    {
        await Load();
        if (!MayCancel)
        {
            throw new Forbidden();
        }

        if (SessionsSeen != SessionsInAll)
        {
            throw new RuleBroken("holidays.other-sessions");
        }

        var cancelled = 0;
        foreach (var id in await Falling().Select(session => session.Id).ToListAsync(Cancel))
        {
            try
            {
                await change.CancelSession(id, Holiday.Name, Cancel);
                cancelled++;
            }
            catch (RuleBroken)
            {
                // It was cancelled or begun in this moment: that one is settled, and the others are not to wait for it.
                db.ChangeTracker.Clear();
            }
        }

        audit.Record("holiday.sessions-cancelled", Id, $"{Holiday.Name}: {cancelled}");
        await db.SaveChangesAsync(Cancel);
        Done = Words.Say("holidays.sessions-cancelled", cancelled);
        return Redirect("/provider/holidays");
    });

    public Task<IActionResult> OnPostRemove() => Act(async () =>
    {
        await MustBeMine();
        await db.Transact(
            async () =>
            {
                if (await db.Set<Holiday>().Where(holiday => holiday.Id == Id).ExecuteDeleteAsync(Cancel) > 0)
                {
                    audit.Record("holiday.removed", Id, HolidayTerms.Of(Holiday).ToString());
                }
            },
            Cancel);
        Done = Words["holidays.removed"];
        return Redirect("/provider/holidays");
    });

    protected override async Task Load()
    {
        var mine = caller.OrganisationId;
        Holiday = await db.Set<Holiday>().AsNoTracking().SingleOrDefaultAsync(holiday => holiday.Id == Id && (holiday.ProviderId == null || holiday.ProviderId == mine), Cancel) ?? throw new NotFound("The holiday");
        SessionsInAll = await Falling().CountAsync(Cancel);
        Sessions = await (
            from session in Falling()
            join @group in db.Set<Group>() on session.GroupId equals @group.Id
            orderby session.StartsAt, session.Id
            select new SessionOfDay(@group.Id, session.Id, @group.Name, session.LocalDate, session.LocalFrom, session.LocalUntil, @group.SeatsTaken)).Take(MostShown).ToListAsync(Cancel);
        CancelledInAll = await OnTheseDays().CountAsync(session => session.CancelledAt != null && session.Changes.Any(done => done.Kind == SessionChangeKind.Cancelled && done.Reason == Holiday.Name), Cancel);
    }

    private async Task MustBeMine()
    {
        await Load();
        if (!IsMine)
        {
            throw new Forbidden();
        }
    }

    /// <summary>The sessions of the days that the reader answers for: a provider for its own, the city for all.</summary>
    private IQueryable<Session> OnTheseDays()
    {
        var (mine, from, until) = (caller.OrganisationId, Holiday.From, Holiday.Until);
        return db.Set<Session>().Where(session => session.LocalDate >= from && session.LocalDate <= until && (mine == null || session.ProviderId == mine));
    }

    private IQueryable<Session> Falling()
    {
        var now = clock.GetUtcNow();
        return OnTheseDays().Where(session => session.CancelledAt == null && session.StartsAt > now);
    }

    /// <summary>One statement looks and writes: whoever was faster has changed what it looks for.</summary>
    private async Task<bool> Save(HolidayTerms seen, HolidayTerms wanted)
    {
        var changed = await db.Set<Holiday>()
            .Where(holiday => holiday.Id == Id && holiday.Name == seen.Name && holiday.From == seen.From && holiday.Until == seen.Until)
            .ExecuteUpdateAsync(set => set.SetProperty(holiday => holiday.Name, wanted.Name).SetProperty(holiday => holiday.From, wanted.From).SetProperty(holiday => holiday.Until, wanted.Until), Cancel);
        if (changed == 0)
        {
            return false;
        }

        audit.Record("holiday.changed", Id, $"{seen} -> {wanted}");
        return true;
    }

    private void Fill(HolidayTerms terms) => (Name, From, Until) = (terms.Name, terms.From, terms.Until);
}

internal sealed record SessionOfDay(Guid GroupId, Guid Id, string GroupName, DateOnly On, TimeOnly From, TimeOnly Until, int People);

/// <summary>Days without classes as their form shows them.</summary>
internal sealed record HolidayTerms(string Name, DateOnly From, DateOnly Until)
{
    /// <summary>The words that name each value.</summary>
    public static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        [nameof(Name)] = "holidays.name",
        [nameof(From)] = "classes.from",
        [nameof(Until)] = "classes.until",
    };

    public static HolidayTerms Of(Holiday holiday) => new(holiday.Name, holiday.From, holiday.Until);

    public string Said(string field) => field switch
    {
        nameof(From) => Shown.Date(From),
        nameof(Until) => Shown.Date(Until),
        _ => Name,
    };

    /// <summary>For the trail.</summary>
    public override string ToString() => $"{Name} {From:yyyy-MM-dd}/{Until:yyyy-MM-dd}";
}

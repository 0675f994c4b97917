using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>
/// Changes a class or a run. First the page says what changes, who is told and what becomes of the bookings; the second press saves exactly that. Whoever comes after somebody else is told what is different now, and
/// keeps what they typed.
/// </summary>
[Audience(Roles.ProviderManager, Roles.Coach, Roles.Administrator)]
internal sealed class EditGroupModel(CoursesDb db, EditGroup edit, ILanguageCourses courses, IProviders providers, IEligibility eligibility, IStaff staff, Caller caller, TimeProvider clock) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid? TeacherId { get; set; }

    [BindProperty]
    [Required]
    public Guid? VenueId { get; set; }

    [BindProperty]
    [Required]
    [Range(1, 500)]
    public int? Seats { get; set; }

    [BindProperty]
    public bool Childcare { get; set; }

    [BindProperty]
    [StringLength(10)]
    public string? HelpLanguage { get; set; }

    [BindProperty]
    public List<string> Bring { get; set; } = [];

    [BindProperty]
    public Guid? CourseId { get; set; }

    [BindProperty]
    [StringLength(60)]
    public string? Number { get; set; }

    [BindProperty]
    [Euros]
    [Range(0.0, 100_000.0)]
    public decimal? Price { get; set; }

    [BindProperty]
    [StringLength(60)]
    public string? ProgrammeCode { get; set; }

    /// <summary>The terms as the form showed them first.</summary>
    [BindProperty]
    [Required]
    public string? Seen { get; set; }

    /// <summary>The terms whose consequences the page has said: only these are saved.</summary>
    [BindProperty]
    public string? Asked { get; set; }

    public Group Group { get; private set; } = null!;

    /// <summary>The terms as they stand.</summary>
    public GroupTerms Now { get; private set; } = null!;

    public bool IsClass => Now.CourseId is not null;

    public IReadOnlyList<VenueRow> Venues { get; private set; } = [];

    public IReadOnlyList<StaffRow> Teachers { get; private set; } = [];

    public IReadOnlyList<CourseRow> Courses { get; private set; } = [];

    public IReadOnlyList<ProgrammeRow> Programmes { get; private set; } = [];

    /// <summary>What the change does; null before the form was sent.</summary>
    public EditEffects? Effects { get; private set; }

    public IReadOnlyList<ChangedTerm> Changes { get; private set; } = [];

    /// <summary>What somebody else changed while this form was filled in.</summary>
    public IReadOnlyList<ChangedTerm> ChangedByOthers { get; private set; } = [];

    /// <summary>The new price in words of money; null for the old one.</summary>
    public long? NewCents { get; private set; }

    public async Task OnGet()
    {
        await Load();
        Fill(Now);
        Seen = Meanwhile.Written(Now);
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await Load();
        var wanted = Wanted();
        var seen = Meanwhile.Read<GroupTerms>(Seen) ?? throw new InvalidField("", Words["error.field.invalid"]);
        if (seen != Now)
        {
            return SayMeanwhile(wanted, seen);
        }

        if (wanted == Now)
        {
            Done = Words["edit-class.nothing"];
            return Redirect($"/provider/classes/{Id}");
        }

        var effects = await edit.Foresee(Group, Now, wanted, Cancel);
        if (Asked != Meanwhile.Written(wanted))
        {
            ModelState.Remove(nameof(Asked));
            (Effects, Changes, Asked) = (effects, Differences(Now, wanted), Meanwhile.Written(wanted));
            NewCents = wanted.PriceCents == Now.PriceCents ? null : wanted.PriceCents;
            return Page();
        }

        if (!await edit.Save(Id, seen, wanted, Cancel))
        {
            await Load();
            return SayMeanwhile(wanted, seen);
        }

        Done = Words[effects.Tells && effects.Seated > 0 ? "edit-class.saved-and-told" : "edit-class.saved"];
        return Redirect($"/provider/classes/{Id}");
    });

    protected override string FieldOf(string code) => code switch
    {
        "group.seats-in-use" or "group.room-too-small" or "group.larger-than-programme" => nameof(Seats),
        "group.other-zone" => nameof(VenueId),
        "group.course-in-use" or "class.course-withdrawn" or "class.shorter-than-course" => nameof(CourseId),
        "class.number-taken" => nameof(Number),
        _ => "",
    };

    protected override async Task Load()
    {
        var now = clock.GetUtcNow();
        Group = await db.Set<Group>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(
            group => group.Id == Id && group.CancelledAt == null && db.Set<Session>().Any(session => session.GroupId == Id && session.CancelledAt == null && session.EndsAt > now), Cancel) ?? throw new NotFound("The group");
        if (!caller.MayChange(Group))
        {
            throw new Forbidden();
        }

        Now = await edit.TermsOf(Group, Cancel);
        Venues = [.. (await providers.Venues.Where(venue => venue.ProviderId == Group.ProviderId).ToListAsync(Cancel)).InReadersOrder(venue => venue.Name)];
        Teachers = [.. (await staff.Staff.Where(row => row.ProviderId == Group.ProviderId && row.Role == Roles.Teacher).ToListAsync(Cancel)).InReadersOrder(row => row.Name)];
        Courses = [.. (await courses.Courses.Where(course => course.ProviderId == Group.ProviderId).ToListAsync(Cancel)).InReadersOrder(course => course.Name)];
        Programmes = [.. (await eligibility.Programmes.ToListAsync(Cancel)).InReadersOrder(programme => programme.Name)];
    }

    /// <summary>The form as terms; what is not the provider's own is as if it did not exist. A teacher who has left may stay where they stand.</summary>
    private GroupTerms Wanted()
    {
        Require(Venues.Any(venue => venue.Id == VenueId), nameof(VenueId));
        Require(TeacherId is null || TeacherId == Now.TeacherId || Teachers.Any(teacher => teacher.Id == TeacherId), nameof(TeacherId));
        Require(HelpLanguage is null || HelpLanguage == Now.HelpLanguage || Language.ForNewcomers.Any(language => language.Code == HelpLanguage), nameof(HelpLanguage));
        var bring = NewGroup.ThingsToBring.Where(Bring.Contains).ToArray();
        var common = Now with
        {
            TeacherId = TeacherId,
            VenueId = VenueId!.Value,
            Seats = Seats!.Value,
            Childcare = Childcare,
            Bring = Now.Bring.Split(',').ToHashSet().SetEquals(bring) ? Now.Bring : string.Join(',', bring),
        };
        if (!IsClass)
        {
            return common;
        }

        Require(Courses.Any(course => course.Id == CourseId), nameof(CourseId));
        Require(ProgrammeCode is null || Programmes.Any(programme => programme.Code == ProgrammeCode), nameof(ProgrammeCode));
        return common with
        {
            HelpLanguage = HelpLanguage,
            CourseId = CourseId,
            Number = string.IsNullOrWhiteSpace(Number) ? throw new InvalidField(nameof(Number), Words["error.field.required"]) : Number.Trim(),
            PriceCents = (long)Math.Round((Price ?? throw new InvalidField(nameof(Price), Words["error.field.required"])) * 100),
            ProgrammeCode = ProgrammeCode,
        };
    }

    /// <summary>Somebody was faster. What they changed stands in the form now, unless this reader changed the same: then what they typed stands, and the next press asks again.</summary>
    private PageResult SayMeanwhile(GroupTerms wanted, GroupTerms seen)
    {
        ModelState.Clear();
        Meanwhile.Merge(wanted, seen, Now);
        Fill(wanted);
        (Seen, Asked, ChangedByOthers) = (Meanwhile.Written(Now), null, Differences(seen, Now));
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private void Fill(GroupTerms terms)
    {
        (TeacherId, VenueId, Seats, Childcare, HelpLanguage) = (terms.TeacherId, terms.VenueId, terms.Seats, terms.Childcare, terms.HelpLanguage);
        Bring = [.. terms.Bring.Split(',')];
        (CourseId, Number, Price, ProgrammeCode) = (terms.CourseId, terms.Number, terms.PriceCents / 100m, terms.ProgrammeCode);
    }

    private List<ChangedTerm> Differences(GroupTerms was, GroupTerms becomes)
    {
        (string Label, Func<GroupTerms, string?> Said)[] lines =
        [
            ("classes.course", terms => Courses.FirstOrDefault(course => course.Id == terms.CourseId)?.Name),
            ("classes.number", terms => terms.Number),
            ("classes.venue", terms => Venues.FirstOrDefault(venue => venue.Id == terms.VenueId) is { } venue ? $"{venue.Name}, {venue.Address}" : null),
            ("classes.teacher", terms => terms.TeacherId is null ? Words["classes.no-teacher"] : Teachers.FirstOrDefault(teacher => teacher.Id == terms.TeacherId)?.Name ?? Words["edit-class.left"]),
            ("classes.seats", terms => terms.Seats.ToString(CultureInfo.InvariantCulture)),
            ("classes.price", terms => terms.PriceCents is { } cents ? Shown.Money(cents) : null),
            ("classes.for-programme", terms => Programmes.FirstOrDefault(programme => programme.Code == terms.ProgrammeCode)?.Name ?? Words["classes.no-programme"]),
            ("classes.help-language", terms => terms.HelpLanguage is { } code ? Language.Of(code).OwnName : null),
            ("find.childcare", terms => Words[terms.Childcare ? "edit-class.yes" : "edit-class.no"]),
            ("bring.title", terms => string.Join(", ", terms.Bring.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(thing => Words["bring." + thing]))),
        ];
        return [.. lines.Select(term => new ChangedTerm(term.Label, term.Said(was) ?? "–", term.Said(becomes) ?? "–")).Where(term => term.Was != term.Is)];
    }
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>The provider's catalogue: lines to add, change, and withdraw. A line that classes with people follow is changed after a question.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class CatalogueModel(CoursesDb db, ITimetable timetable, IAudit audit, CityTime city, Caller caller, TimeProvider clock) : CoursesPage
{
    /// <summary>The line that is changed; none adds one.</summary>
    [BindProperty(SupportsGet = true, Name = "edit")]
    public Guid? Edit { get; set; }

    [BindProperty]
    [Required]
    [StringLength(200)]
    public string? Name { get; set; }

    [BindProperty]
    [Required]
    [RegularExpression("[A-Za-z]{2,3}")]
    public string? Language { get; set; }

    [BindProperty]
    [Required]
    public string? Level { get; set; }

    [BindProperty]
    [Required]
    [Range(1, 2000)]
    public int? AcademicHours { get; set; }

    [BindProperty]
    public bool IsIntegrationCourse { get; set; }

    /// <summary>The line as the form showed it first.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>The change that the page has asked about, as the form carries it: only that one is made.</summary>
    [BindProperty]
    public string? Asked { get; set; }

    /// <summary>What should be known before the line is changed; null when there is nothing.</summary>
    public string? Question { get; private set; }

    public IReadOnlyList<ChangedTerm> ChangedByOthers { get; private set; } = [];

    public IReadOnlyList<Course> Lines { get; private set; } = [];

    private Guid ProviderId => caller.OrganisationId ?? throw new Forbidden();

    public async Task OnGet()
    {
        await Load();
        if (Edit is { } id)
        {
            var terms = CourseTerms.Of(await Find(id));
            Fill(terms);
            Seen = Meanwhile.Written(terms);
        }
        else
        {
            (Language, IsIntegrationCourse) = ("de", true);
        }
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var level = Cefr.Normal(Level) ?? throw new InvalidField(nameof(Level), Words["error.field.invalid"]);
        var name = Name!.Trim();
        if (await db.Set<Course>().AnyAsync(course => course.ProviderId == ProviderId && course.Name == name && course.Id != Edit, Cancel))
        {
            throw new RuleBroken("course.name-taken", name);
        }

        var wanted = new CourseTerms(name, Language!.ToLowerInvariant(), level, AcademicHours!.Value, IsIntegrationCourse);
        if (Edit is { } id)
        {
            return await Change(id, wanted);
        }

        var added = new Course { ProviderId = ProviderId, Name = name, Language = wanted.Language, Level = level, AcademicHours = wanted.AcademicHours, IsIntegrationCourse = IsIntegrationCourse };
        db.Add(added);
        audit.Record("course.added", added.Id, name);
        await db.SaveChangesAsync(Cancel);
        Done = Words["courses.saved"];
        return Redirect("/provider/courses");
    });

    private async Task<IActionResult> Change(Guid id, CourseTerms wanted)
    {
        var now = CourseTerms.Of(await Find(id));
        var seen = Meanwhile.Read<CourseTerms>(Seen) ?? now;
        if (seen == now && Asked != Meanwhile.Written(wanted) && await QuestionBefore(id, now, wanted) is { } question)
        {
            await Load();
            ModelState.Remove(nameof(Asked));
            (Question, Asked) = (question, Meanwhile.Written(wanted));
            return Page();
        }

        if (!await db.Transact(() => Save(id, seen, wanted), Cancel))
        {
            now = CourseTerms.Of(await Find(id));
            ChangedByOthers = [.. Meanwhile.Merge(wanted, seen, now).Select(field => new ChangedTerm(CourseTerms.Labels[field], seen.Said(field, Words), now.Said(field, Words)))];
            ModelState.Clear();
            Fill(wanted);
            (Seen, Asked) = (Meanwhile.Written(now), null);
            Response.StatusCode = StatusCodes.Status409Conflict;
            await Load();
            return Page();
        }

        Done = Words["courses.saved"];
        return Redirect("/provider/courses");
    }

    /// <summary>One statement looks and writes: whoever was faster has changed what it looks for.</summary>
    private async Task<bool> Save(Guid id, CourseTerms seen, CourseTerms wanted)
    {
        var changed = await db.Set<Course>()
            .Where(course => course.Id == id && course.Name == seen.Name && course.Language == seen.Language && course.Level == seen.Level && course.AcademicHours == seen.AcademicHours && course.IsIntegrationCourse == seen.IsIntegrationCourse)
            .ExecuteUpdateAsync(
                set => set.SetProperty(course => course.Name, wanted.Name).SetProperty(course => course.Language, wanted.Language).SetProperty(course => course.Level, wanted.Level)
                    .SetProperty(course => course.AcademicHours, wanted.AcademicHours).SetProperty(course => course.IsIntegrationCourse, wanted.IsIntegrationCourse),
                Cancel);
        if (changed == 0)
        {
            return false;
        }

        audit.Record("course.changed", id, $"{seen} -> {wanted}");
        return true;
    }

    /// <summary>Classes that are not over follow their course: how many, and how many people are in them. More hours than one of them is taught are refused.</summary>
    private async Task<string?> QuestionBefore(Guid id, CourseTerms now, CourseTerms wanted)
    {
        if (now with { Name = wanted.Name } == wanted)
        {
            return null;
        }

        var today = city.Today;
        var running = await (
            from one in db.Set<Class>()
            where one.CourseId == id
            join grp in timetable.Groups on one.Id equals grp.Id
            where grp.CancelledAt == null && grp.EndsOn >= today
            select new { grp.SeatsTaken, grp.PlannedMinutes }).ToListAsync(Cancel);
        if (running is [])
        {
            return null;
        }

        if (wanted.AcademicHours > now.AcademicHours && running.Min(one => one.PlannedMinutes) is var shortest && shortest < wanted.AcademicHours * 45)
        {
            throw new RuleBroken("class.shorter-than-course", Math.Round(shortest / 45m, 1), wanted.AcademicHours);
        }

        return Words.Say("courses.ask-classes", running.Count, running.Sum(one => one.SeatsTaken));
    }

    private void Fill(CourseTerms terms) => (Name, Language, Level, AcademicHours, IsIntegrationCourse) = (terms.Name, terms.Language, terms.Level, terms.AcademicHours, terms.IsIntegrationCourse);

    public async Task<IActionResult> OnPostWithdraw(Guid id)
    {
        var course = await Find(id);
        course.WithdrawnAt = course.WithdrawnAt is null ? clock.GetUtcNow() : null;
        audit.Record(course.WithdrawnAt is null ? "course.brought-back" : "course.withdrawn", id, course.Name);
        await db.SaveChangesAsync(Cancel);
        Done = Words["courses.saved"];
        return Redirect("/provider/courses");
    }

    protected override async Task Load() => Lines =
    [
        .. (await db.Set<Course>().AsNoTracking().Where(course => course.ProviderId == ProviderId).ToListAsync(Cancel))
            .OrderBy(course => course.WithdrawnAt is not null).ThenBy(course => course.Level, StringComparer.Ordinal).ThenInReadersOrder(course => course.Name),
    ];

    private async Task<Course> Find(Guid id) =>
        await db.Set<Course>().SingleOrDefaultAsync(course => course.Id == id && course.ProviderId == ProviderId, Cancel) ?? throw new NotFound("The course");
}

/// <summary>A line of the catalogue as its form shows it.</summary>
internal sealed record CourseTerms(string Name, string Language, string Level, int AcademicHours, bool IsIntegrationCourse)
{
    /// <summary>The words that name each value.</summary>
    public static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        [nameof(Name)] = "courses.name",
        [nameof(Language)] = "courses.language",
        [nameof(Level)] = "courses.level",
        [nameof(AcademicHours)] = "courses.hours",
        [nameof(IsIntegrationCourse)] = "courses.integration",
    };

    public static CourseTerms Of(Course course) => new(course.Name, course.Language, course.Level, course.AcademicHours, course.IsIntegrationCourse);

    public string Said(string field, Words words) => field switch
    {
        nameof(Name) => Name,
        nameof(Language) => Language,
        nameof(Level) => Level,
        nameof(AcademicHours) => AcademicHours.ToString(CultureInfo.InvariantCulture),
        _ => words[IsIntegrationCourse ? "courses.yes" : "courses.no"],
    };
}

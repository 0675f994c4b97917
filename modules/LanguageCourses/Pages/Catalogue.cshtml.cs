using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>The provider's catalogue: lines to add, change, and withdraw.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class CatalogueModel(CoursesDb db, Caller caller, TimeProvider clock) : CoursesPage
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

    public IReadOnlyList<Course> Lines { get; private set; } = [];

    private Guid ProviderId => caller.OrganisationId ?? throw new Forbidden();

    public async Task OnGet()
    {
        await Load();
        if (Edit is { } id)
        {
            var course = await Find(id);
            (Name, Language, Level, AcademicHours, IsIntegrationCourse) = (course.Name, course.Language, course.Level, course.AcademicHours, course.IsIntegrationCourse);
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

        if (Edit is { } id)
        {
            var course = await Find(id);
            (course.Name, course.Language, course.Level, course.AcademicHours, course.IsIntegrationCourse) = (name, Language!.ToLowerInvariant(), level, AcademicHours!.Value, IsIntegrationCourse);
        }
        else
        {
            db.Add(new Course
            {
                ProviderId = ProviderId,
                Name = name,
                Language = Language!.ToLowerInvariant(),
                Level = level,
                AcademicHours = AcademicHours!.Value,
                IsIntegrationCourse = IsIntegrationCourse,
            });
        }

        await db.SaveChangesAsync(Cancel);
        Done = Words["courses.saved"];
        return Redirect("/provider/courses");
    });

    public async Task<IActionResult> OnPostWithdraw(Guid id)
    {
        var course = await Find(id);
        course.WithdrawnAt = course.WithdrawnAt is null ? clock.GetUtcNow() : null;
        await db.SaveChangesAsync(Cancel);
        Done = Words["courses.saved"];
        return Redirect("/provider/courses");
    }

    protected override async Task Load() => Lines = await db.Set<Course>().AsNoTracking()
        .Where(course => course.ProviderId == ProviderId)
        .OrderBy(course => course.WithdrawnAt != null).ThenBy(course => course.Level).ThenBy(course => course.Name)
        .ToListAsync(Cancel);

    private async Task<Course> Find(Guid id) =>
        await db.Set<Course>().SingleOrDefaultAsync(course => course.Id == id && course.ProviderId == ProviderId, Cancel) ?? throw new NotFound("The course");
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Questionnaires;
using Courses.Contracts.Timetable;
using Courses.Orientation.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation.Pages;

/// <summary>One question after a module, anonymous.</summary>
[Audience(Roles.Newcomer)]
internal sealed class RateModel(CoursesDb db, ITimetable timetable, RateRun rate, IQuestionnaires questionnaires, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Required]
    public Usefulness? Useful { get; set; }

    [BindProperty]
    [StringLength(2000)]
    public string? Comment { get; set; }

    public string Name { get; private set; } = "";

    public bool MayRate { get; private set; }

    public bool HasRated { get; private set; }

    /// <summary>A questionnaire comes at the end of the module: nobody is asked the same twice.</summary>
    public bool IsAskedAtTheEnd { get; private set; }

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await rate.Rate(Id, caller.Id, Useful!.Value, Comment ?? "", Cancel);
        Done = Words["rate.thanks"];
        return Redirect("/my/courses");
    });

    protected override async Task Load()
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if (!await timetable.Enrolments.AnyAsync(row => row.GroupId == Id && row.ParticipantId == caller.Id, Cancel))
        {
            throw new NotFound("The module");
        }

        Name = await (
            from run in db.Set<ModuleRun>()
            join topic in db.Set<Topic>() on run.TopicCode equals topic.Code
            where run.Id == Id
            select topic.Names.Where(name => name.Language == language).Select(name => name.Name).FirstOrDefault() ?? topic.Name).SingleOrDefaultAsync(Cancel)
            ?? throw new NotFound("The module");
        MayRate = await rate.MayRate(Id, caller.Id, Cancel);
        HasRated = await rate.HasRated(Id, caller.Id, Cancel);
        IsAskedAtTheEnd = await questionnaires.AskAfterModules(Cancel);
    }
}

using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>Cards for many people at once: those registered since a day, or named by their pass numbers.</summary>
[Audience(Roles.Coach)]
internal sealed class PassesModel(CoursesDb db, PassDesk desk, CityDay city) : CoursesPage, IShowsPeople
{
    public const int OnASheet = 10;
    public const int Most = 200;

    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Numbers { get; set; }

    public IReadOnlyList<PrintedPass> Passes { get; private set; } = [];

    public IReadOnlyList<string> Unknown { get; private set; } = [];

    /// <summary>Did the coach ask for cards? The page first opens with an empty form.</summary>
    public bool Asked { get; private set; }

    public IEnumerable<Guid> PeopleShown => Passes.Select(pass => pass.ParticipantId);

    public async Task OnGetAsync()
    {
        Response.Headers.CacheControl = "no-store";
        Asked = ModelState.IsValid && (Since is not null || !string.IsNullOrWhiteSpace(Numbers));
        if (!Asked)
        {
            Since ??= city.Today;
            return;
        }

        var people = db.Set<Participant>().AsNoTracking().Where(person => person.MergedInto == null);
        if (string.IsNullOrWhiteSpace(Numbers))
        {
            var start = city.StartOf(Since!.Value);
            Passes = await desk.Print(people.Where(person => person.Passes.Any(pass => pass.ReplacedAt == null && pass.IssuedAt >= start)), Most, Cancel);
            return;
        }

        var typed = Numbers.Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(Most).ToArray();
        var numbers = typed.Select(Crockford.Read).OfType<string>().ToArray();
        Passes = await desk.Print(people.Where(person => person.PassNumber != null && EF.Parameter(numbers).Contains(person.PassNumber)), Most, Cancel);
        Unknown = [.. typed.Where(number => Passes.All(pass => pass.Number != Crockford.Read(number)))];
    }
}

using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Participants.Pages;

/// <summary>What is kept about the person: each kind of record, what for, by what right, who sees it and until when; and all of it as a file.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyDataModel(PersonalData data, PersonDataDesk desk, Caller caller, CityTime city) : CoursesPage
{
    public IReadOnlyList<ToldKind> Kinds { get; private set; } = [];

    public IReadOnlyList<(PersonFile File, WorkItem? Work)> Files { get; private set; } = [];

    public bool IsInTheMaking => Files.Any(one => one is { File.DoneAt: null, Work.HasEnded: false });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public DateOnly KeptUntil(PersonFile file) => city.DayOf(file.AskedAt).AddDays(PersonFile.DaysKept);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await desk.Ask(caller.Id, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Cancel);
        return RedirectToPage();
    });

    protected override async Task Load() => (Kinds, Files) = (await data.Told(caller.Id, Cancel), await desk.FilesOf(caller.Id, Cancel));
}

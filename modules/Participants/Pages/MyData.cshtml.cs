using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Participants.Pages;

/// <summary>What is kept about the person: each kind of record, what for, by what right, who sees it and until when; and all of it as a file.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyDataModel(PersonalData data, PersonDataDesk desk, IConsents consents, Caller caller, CityTime city) : CoursesPage
{
    [BindProperty]
    public Guid? ConsentId { get; set; }

    [BindProperty]
    public bool Yes { get; set; }

    /// <summary>What the person was asked to allow; what nobody needs any longer is left out.</summary>
    public IReadOnlyList<ConsentShown> Consents { get; private set; } = [];

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

    public Task<IActionResult> OnPostConsentAsync() => Act(async () =>
    {
        await consents.Answer(caller.Id, ConsentId ?? throw new NotFound("The consent"), Yes, ConsentWay.Phone, Cancel);
        Done = Words[Yes ? "consent.given" : "consent.refused"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostWithdrawAsync() => Act(async () =>
    {
        await consents.Withdraw(caller.Id, ConsentId ?? throw new NotFound("The consent"), ConsentWay.Phone, Cancel);
        Done = Words["consent.withdrawn"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var me = caller.Id;
        (Kinds, Files) = (await data.Told(me, Cancel), await desk.FilesOf(me, Cancel));
        Consents = await consents.Shown(consents.Consents.Where(row => row.ParticipantId == me && row.State != ConsentState.TakenBack), CultureInfo.CurrentUICulture, Cancel);
    }
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>A question, a complaint or praise. An anonymous one is stored with nothing that leads back to the sender.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyHelpModel(CoursesDb db, ClientKeys keys, CityDay city, Caller caller) : CoursesPage
{
    [BindProperty, Required]
    public ComplaintKind? Kind { get; set; }

    [BindProperty, Required, StringLength(4000)]
    public string? Text { get; set; }

    [BindProperty]
    public bool Anonymous { get; set; }

    [BindProperty, Required]
    public Guid? Key { get; set; }

    public IReadOnlyList<Complaint> Earlier { get; private set; } = [];

    public Task OnGetAsync()
    {
        Kind = ComplaintKind.Question;
        Key = Guid.NewGuid();
        return Load();
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            var complaint = new Complaint
            {
                Kind = Kind!.Value,
                ParticipantId = Anonymous ? null : caller.Id,
                Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
                Text = Text!.Trim(),
                SentOn = city.Today,
            };

            // The scope holds no caller: a row of keys must not tell who sent what.
            await keys.Once(
                "help",
                Key!.Value.ToString(),
                new { Kind, Text, Anonymous },
                () =>
                {
                    db.Add(complaint);
                    return Task.FromResult(true);
                },
                Cancel);
            Done = Words["my.help.done"];
            return RedirectToPage();
        });

    protected override async Task Load() =>
        Earlier = await db.Set<Complaint>().AsNoTracking().Where(complaint => complaint.ParticipantId == caller.Id).OrderByDescending(complaint => complaint.SentOn).ThenByDescending(complaint => complaint.Id).Take(10).ToListAsync(Cancel);
}

using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>What was decided on a person, and why: all of it, or as it stood at the end of one day.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class DecisionsModel(CoursesDb db, IParticipants participants, Sentences sentences, CityTime city) : CoursesPage
{
    [FromRoute]
    public Guid ParticipantId { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public async Task OnGet()
    {
        if (!await participants.People.AnyAsync(person => person.Id == ParticipantId, Cancel))
        {
            throw new NotFound("The person");
        }

        var decisions = db.Set<Decision>().AsNoTracking().Where(row => row.ParticipantId == ParticipantId);
        if (On is { } day)
        {
            var end = city.At(day.AddDays(1), TimeOnly.MinValue);
            decisions = decisions.Where(row => row.DecidedAt < end && (row.SupersededAt == null || row.SupersededAt >= end));
        }

        var names = await db.Set<Programme>().ToDictionaryAsync(programme => programme.Code, programme => programme.Name, Cancel);
        Rows = [.. (await decisions.OrderByDescending(row => row.DecidedAt).ThenBy(row => row.ProgrammeCode).Take(500).ToListAsync(Cancel))
            .Select(row => new Row(row, names.GetValueOrDefault(row.ProgrammeCode) ?? row.ProgrammeCode, sentences.Of(JsonSerializer.Deserialize<Reason>(row.Reasons, Terms.Json)!, CultureInfo.CurrentUICulture)))];
    }

    public string Local(DateTimeOffset instant) => city.Show(instant);

    internal sealed record Row(Decision Decision, string Programme, IReadOnlyList<string> Reasons);
}

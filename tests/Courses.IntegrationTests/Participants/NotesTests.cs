using System.Net;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Participants;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>What coaches and managers write down about a person, and who reads it.</summary>
public sealed class NotesTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_note_is_read_by_every_coach_changed_by_its_writer_on_the_same_day_and_told_to_the_trail()
    {
        var person = await city.HasLearner();
        var page = $"/people/{person}/notes";
        var (writer, other) = (city.As(Roles.Coach), city.AsAccount(await city.HasAccount($"coach.{Guid.NewGuid():N}@example.org", Roles.Coach)));
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Submit(page, ("Text", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await writer.Submit(page, ("Text", "Needs a ramp."))).StatusCode);
        var note = await city.InDatabase(db => db.Set<PersonNote>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));
        Assert.Contains("Needs a ramp.", await other.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("Notes (1)", await other.GetStringAsync($"/coach/people/{person}"), StringComparison.Ordinal);

        // Another coach reads it and does not change it.
        Assert.DoesNotContain($"edit={note.Id}", await other.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await other.Submit(page + "?handler=Change", ("Edit", note.Id.ToString()), ("Text", "Needs nothing."))).StatusCode);
        Assert.Contains("Needs a ramp.</textarea>", (await writer.GetStringAsync($"{page}?edit={note.Id}")).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await writer.Submit(page + "?handler=Change", ("Edit", note.Id.ToString()), ("Text", "Needs a ramp and a lift."))).StatusCode);
        Assert.Contains("Needs a ramp and a lift.", await other.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(
            [("note.changed", note.Id.ToString()), ("note.written", note.Id.ToString())],
            (await city.InDatabase(db => db.Set<AuditEntry>().Where(entry => entry.Subject == person && entry.Act.StartsWith("note.")).OrderBy(entry => entry.Act).ToListAsync())).Select(entry => (entry.Act, entry.Details)));

        // On the next day it stands.
        city.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain($"edit={note.Id}", await writer.GetStringAsync(page), StringComparison.Ordinal);
        var late = await writer.Submit(page + "?handler=Change", ("Edit", note.Id.ToString()), ("Text", "Something else."));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("on the same day", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Needs a ramp and a lift.", await city.InDatabase(db => db.Set<PersonNote>().Where(row => row.Id == note.Id).Select(row => row.Text).SingleAsync()));
    }

    [Fact]
    public async Task Managers_read_what_is_meant_for_them_on_people_of_their_classes_and_know_of_no_others()
    {
        var person = await city.HasLearner();
        var sessions = await city.HasAttended(person, "inlt", "p");
        var own = await city.InDatabase(db => db.Set<Session>().Where(session => session.Id == sessions[0]).Select(session => session.ProviderId).SingleAsync());
        var page = $"/people/{person}/notes";
        var coach = city.As(Roles.Coach);
        await coach.Submit(page, ("Text", "For coaches only."));
        await coach.Submit(page, ("Text", "Please seat her near the door."), ("IsForProviders", "true"));

        var manager = city.As(Roles.ProviderManager, own);
        var read = await manager.GetStringAsync(page);
        Assert.Contains("near the door", read, StringComparison.Ordinal);
        Assert.DoesNotContain("For coaches only", read, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Submit(page, ("Text", "Brings a friend who interprets."), ("IsForProviders", "true"))).StatusCode);
        Assert.Contains("interprets", await coach.GetStringAsync(page), StringComparison.Ordinal);

        // What a manager writes stays in the house, whatever is sent; another house knows nothing of the person before she learns there.
        var stranger = city.As(Roles.ProviderManager, Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo(page, await stranger.GetStringAsync("/account/password"), ("Text", "Hello"))).StatusCode);
        var second = await city.HasAttended(person, "inlt", "p");
        var other = await city.InDatabase(db => db.Set<Session>().Where(session => session.Id == second[0]).Select(session => session.ProviderId).SingleAsync());
        read = await city.As(Roles.ProviderManager, other).GetStringAsync(page);
        Assert.Contains("near the door", read, StringComparison.Ordinal);
        Assert.DoesNotContain("interprets", read, StringComparison.Ordinal);
        foreach (var role in new[] { Roles.Administrator, Roles.Auditor })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await city.As(role).GetAsync(page)).StatusCode);
        }
    }

    [Fact]
    public async Task Notes_are_deleted_when_their_time_is_over()
    {
        await using var own = await City.New();
        var person = await own.HasLearner();
        await own.As(Roles.Coach).Submit($"/people/{person}/notes", ("Text", "Old."));
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddMonths(36));
        Assert.Equal(0, await own.Forgets("person-notes"));
        await own.As(Roles.Coach).Submit($"/people/{person}/notes", ("Text", "New."));
        own.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await own.Forgets("person-notes"));
        Assert.Equal("New.", await own.InDatabase(db => db.Set<PersonNote>().Select(row => row.Text).SingleAsync()));
    }
}

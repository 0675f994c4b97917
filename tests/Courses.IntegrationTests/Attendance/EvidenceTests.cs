using System.Net;
using System.Net.Http.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Attendance;

/// <summary>What a proposal rests on is one click away from it: sessions, marks, tablets, and who recorded what.</summary>
public sealed class EvidenceTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_coach_sees_of_each_session_the_mark_who_recorded_it_on_which_tablet_and_who_signed()
    {
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId, "Blue tablet");
        var (late, silent) = (taught.People[1].Id, taught.People[2].Id);
        var now = city.Clock.GetUtcNow();
        await tablet.Send(now, new SentFact { SessionId = taught.Session, ParticipantId = late, Kind = "late", Minutes = 20, DeviceTime = now, RecordedBy = "Nina" });
        city.Clock.Advance(City.ToTheEnd);
        var signed = await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" });
        Assert.True(signed.IsSuccessStatusCode, await signed.Content.ReadAsStringAsync());
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var register = $"/teacher/registers/{taught.Session}";
        var form = await manager.GetStringAsync($"{register}?person={late}");
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo(register + "?handler=Correct", form, ("Person", late.ToString()), ("State", "present"), ("Reason", "The bus was late, she stayed longer"))).StatusCode);

        var coach = city.As(Roles.Coach);
        var page = WebUtility.HtmlDecode(await coach.GetStringAsync($"/coach/people/{late}/attendance"));
        Assert.Contains("Amina1 Haddad", page, StringComparison.Ordinal);
        Assert.Contains("Late, minutes: 20</strong> – By hand, <bdi>Nina", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>Blue tablet</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("Signed off by Nina (Blue tablet), ", page, StringComparison.Ordinal);
        Assert.Contains("Corrected after the sign-off", page, StringComparison.Ordinal);
        Assert.Contains("The bus was late, she stayed longer", page, StringComparison.Ordinal);
        Assert.Equal("90 of 90 minutes", Plain(page, "Attended, of what was held"));
        Assert.Contains("Nobody recorded anything.", await coach.GetStringAsync($"/coach/people/{silent}/attendance"), StringComparison.Ordinal);
        Assert.Contains($"href=\"/coach/people/{late}/attendance\"", await coach.GetStringAsync($"/coach/people/{late}"), StringComparison.Ordinal);

        // Auditors check the figures, and know the person by the number of the pass.
        var number = await city.Ask<IParticipants, string?>(participants => participants.People.Where(person => person.Id == late).Select(person => person.PassNumber).SingleAsync());
        page = WebUtility.HtmlDecode(await city.As(Roles.Auditor).GetStringAsync($"/coach/people/{late}/attendance"));
        Assert.Contains(number!, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Haddad", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The bus was late", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"/coach/people/{Guid.NewGuid()}/attendance")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"/coach/people/{late}/attendance?programme=nothing")).StatusCode);
    }

    [Fact]
    public async Task The_page_behind_a_proposal_adds_up_to_its_figures()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await city.HasAttended(person, "inlt", "ppaaea?xaaaa", sessionsLeft: 1);
        await city.Runs("recompute-stale");
        var proposal = await city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));
        Assert.Equal((180, 810), (proposal.AttendedMinutes, proposal.HeldMinutes));
        var coach = city.As(Roles.Coach);
        var link = $"/coach/people/{person}/attendance?programme=inlt";
        Assert.Contains($"href=\"{link}\"", await coach.GetStringAsync("/coach/proposals"), StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await coach.GetStringAsync(link));
        Assert.Equal("180 of 810 minutes", Plain(page, "Attended, of what was held"));
        Assert.Equal("90 minutes", Plain(page, "By word"));
        Assert.Equal("0 minutes", Plain(page, "Certificate seen"));
        Assert.Equal("1 session counts on neither side", Plain(page, "Register not signed"));

        // Only the first four days of it.
        var first = city.Today().AddDays(-12);
        page = WebUtility.HtmlDecode(await coach.GetStringAsync($"{link}&from={first:yyyy-MM-dd}&until={first.AddDays(3):yyyy-MM-dd}"));
        Assert.Equal("180 of 360 minutes", Plain(page, "Attended, of what was held"));
        Assert.Contains("No session has begun in these days.", await coach.GetStringAsync($"{link}&until={first.AddDays(-1):yyyy-MM-dd}"), StringComparison.Ordinal);
        Assert.Contains("No session has begun in these days.", await coach.GetStringAsync($"/coach/people/{person}/attendance?programme=prime"), StringComparison.Ordinal);
    }

    /// <summary>What stands beside that word, without the marks that keep numbers apart.</summary>
    private static string Plain(string page, string word)
    {
        var from = page.IndexOf($"<dt>{word}</dt><dd>", StringComparison.Ordinal);
        Assert.True(from >= 0, page);
        from += $"<dt>{word}</dt><dd>".Length;
        return string.Concat(page[from..page.IndexOf("</dd>", from, StringComparison.Ordinal)].Where(letter => letter is not ('\u2066' or '\u2068' or '\u2069')));
    }
}

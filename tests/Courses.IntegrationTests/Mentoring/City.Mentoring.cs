using System.Globalization;
using System.Net;
using Courses.Contracts.Access;
using Courses.Mentoring;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests;

/// <summary>A helper with an account of their own.</summary>
public sealed record HelperOfACity(Guid Id, Guid Account, HttpClient Client);

public sealed partial class City
{
    private readonly SemaphoreSlim shipped = new(1);

    /// <summary>The kinds of pairs that come with the product, once a city.</summary>
    public async Task HasPairTemplates()
    {
        await shipped.WaitAsync();
        try
        {
            if (!await InDatabase(db => db.Set<PairTemplate>().AnyAsync()))
            {
                Assert.Equal(HttpStatusCode.Redirect, (await As(Roles.Administrator).Act("/admin/pair-templates", "Shipped")).StatusCode);
            }
        }
        finally
        {
            shipped.Release();
        }
    }

    /// <summary>Written down by a coach, with an account to sign in with, trained and checked unless it says otherwise.</summary>
    public async Task<HelperOfACity> HasHelper(string name = "Lena Maier", bool trained = true, string? checkedOn = "2026-05-02", string languages = "de, fa", string kind = "Volunteer", Guid? teacher = null, int? born = 1990)
    {
        var account = await HasAccount($"mentor.{Guid.NewGuid():N}@example.org", Roles.Mentor);
        var coach = As(Roles.Coach);
        var added = await coach.Submit("/mentoring/helpers/new", [("Name", name), ("Kind", kind), ("BirthYear", born?.ToString(CultureInfo.InvariantCulture) ?? ""), ("AccountId", account.ToString()), ("TeacherId", teacher?.ToString() ?? ""), ("Free", "2"), ("Free", "5"), .. languages.Split(", ").Select(code => ("Languages", code))]);
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        var page = added.Headers.Location!.OriginalString;
        foreach (var (proof, on) in new[] { ("Training", trained ? "2026-05-01" : null), ("RecordCheck", checkedOn) })
        {
            if (on is not null)
            {
                var recorded = await coach.Act(page, "Proof", ("Proof", proof), ("On", on));
                Assert.True(recorded.StatusCode == HttpStatusCode.Redirect, await recorded.Content.ReadAsStringAsync());
            }
        }

        return new(Guid.Parse(page.Split('/')[^1]), account, AsAccount(account));
    }

    /// <summary>A coach proposes; nobody has answered yet.</summary>
    public async Task<Guid> HasProposedPair(HelperOfACity helper, Guid person, string template = "language-pairs")
    {
        await HasPairTemplates();
        var proposed = await Proposes(helper, person, template);
        Assert.True(proposed.StatusCode == HttpStatusCode.Redirect, await proposed.Content.ReadAsStringAsync());
        return Guid.Parse(proposed.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    /// <summary>Whatever the page warns of, unless it says otherwise.</summary>
    public Task<HttpResponseMessage> Proposes(HelperOfACity helper, Guid person, string template = "language-pairs", bool anyway = true) =>
        As(Roles.Coach).Submit($"/mentoring/pairs/new?person={person}&template={template}", ("person", person.ToString()), ("Template", template), ("HelperId", helper.Id.ToString()), ("Anyway", anyway ? "true" : "false"));

    /// <summary>Both said yes so many days ago.</summary>
    public async Task<Guid> HasPair(HelperOfACity helper, Guid person, string template = "language-pairs", int daysAgo = 30)
    {
        var pair = await HasProposedPair(helper, person, template);
        await helper.Client.Act($"/mentor/pairs/{pair}", "Accept");
        var accepted = await AsNewcomer(person).Act("/my/mentor", "Accept", ("PairId", pair.ToString()));
        Assert.True(accepted.StatusCode == HttpStatusCode.Redirect, await accepted.Content.ReadAsStringAsync());
        var started = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(-daysAgo);
        await InDatabase(db => db.Set<Pair>().Where(row => row.Id == pair && row.StartedOn != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.StartedOn, started)));
        return pair;
    }

    /// <summary>The helper enters a meeting on a page.</summary>
    public static Task<HttpResponseMessage> Meets(HelperOfACity helper, Guid pair, string on, string from = "17:00", int minutes = 60, string support = "Language", string difficulty = "Low", Guid? corrects = null) => helper.Client.Act(
        $"/mentor/pairs/{pair}",
        "Enter",
        [("On", on), ("From", from), ("Minutes", minutes.ToString(CultureInfo.InvariantCulture)), ("Support", support), ("Difficulty", difficulty), ("Place", "Library"), .. corrects is { } old ? [("Corrects", old.ToString())] : Array.Empty<(string, string)>()]);

    /// <summary>The meeting that was entered last.</summary>
    public Task<Guid> LastMeetingOf(Guid pair) => InDatabase(db => db.Set<Meeting>().Where(row => row.PairId == pair).OrderByDescending(row => row.EnteredAt).ThenByDescending(row => row.Id).Select(row => row.Id).FirstAsync());
}

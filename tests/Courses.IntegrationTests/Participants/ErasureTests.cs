using System.Globalization;
using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.IntegrationTests.Access;
using Courses.IntegrationTests.Jobs;
using Courses.Messaging;
using Courses.Participants;
using Courses.Participants.Features;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Vouchers;
using Courses.Vouchers.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>Somebody is erased: names go everywhere, sums and chain stay. Each test has a city of its own, because it counts all of it.</summary>
public sealed class ErasureTests
{
    private const string Given = "Wolframina";
    private const string List = "/admin/erasures";

    /// <summary>Whoever adds a table with people in it says here what becomes of it, or is red.</summary>
    [Fact]
    public async Task Every_table_in_which_a_person_stands_says_what_becomes_of_it()
    {
        await using var city = await City.New();
        var (kept, erased) = await city.InScope(services =>
        {
            var modules = services.GetServices<IKeepsAboutPeople>().ToArray();
            return Task.FromResult((modules.SelectMany(module => module.RowsOf([Guid.Empty])).ToArray(), modules.SelectMany(module => module.Erasing([Guid.Empty])).ToArray()));
        });
        Assert.Empty(kept.Select(rows => rows.Table).Except(erased.Select(rows => rows.Table)));
        Assert.Empty(erased.Select(rows => rows.Kind).Except(kept.Select(rows => rows.Kind)));
    }

    [Fact]
    public async Task Two_confirm_and_no_table_holds_the_name_while_sums_and_chain_stay_true()
    {
        await using var city = await City.New();
        var person = await HasLivedHere(city);
        await city.ChainsItsRows();
        var before = await Sums(city);
        Assert.NotEmpty(await city.TablesThatHold(Given));
        var phone = city.AsNewcomer(person, "uk");
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/erasure", ("Sure", "true"))).StatusCode);
        var (first, second) = (await Coach(city), await Coach(city));
        var erasure = await Asked(city, person);

        // One is not two, whatever they press.
        await Redirects(first.Submit(List, ("Id", erasure.ToString())));
        Assert.Equal(HttpStatusCode.Conflict, (await first.Submit(List, ("Id", erasure.ToString()))).StatusCode);
        Assert.NotEmpty(await city.TablesThatHold(Given));
        await Redirects(second.Submit(List, ("Id", erasure.ToString())));
        await Done(city, erasure);

        Assert.Empty(await city.TablesThatHold(Given));
        Assert.Empty(await city.TablesThatHold("wolframina"));
        Assert.Equal(before, await Sums(city));
        await city.TheBooksBalance();
        Assert.Empty(await city.Faults());
        Assert.Empty(await city.Derives());
        Assert.DoesNotContain($"/coach/people/{person}", await first.GetStringAsync($"/coach?q={Given}"), StringComparison.Ordinal);
        Assert.Contains("Erased person 1", await first.GetStringAsync(List), StringComparison.Ordinal);
        Assert.Contains("Erased person 1", await first.GetStringAsync($"/coach/people/{person}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/my/pass")).StatusCode);
        var row = await city.Ask<IParticipants, ParticipantRow>(participants => participants.People.SingleAsync(one => one.Id == person));
        Assert.Equal((null, null, null, 1), (row.Email, row.Phone, row.PassNumber, row.BirthParts));

        // And the same once more changes nothing.
        var steps = await city.InDatabase(db => db.Set<ErasureStep>().SumAsync(step => step.Rows));
        Assert.True(steps > 5);
        await city.InScope(async services =>
        {
            await services.GetRequiredService<ErasePerson>().Erase(erasure, (_, _) => Task.CompletedTask, default);
            return true;
        });
        Assert.Equal(before, await Sums(city));
        Assert.Empty(await city.Faults());
    }

    /// <summary>The proof of an erasure excuses what was erased and nothing else. The canary of the seal is the second change: were it not asked for, its steps would lead to the row as it stands.</summary>
    [Fact]
    public async Task An_erasure_excuses_no_other_change_of_a_chained_row()
    {
        await using var city = await City.New();
        var person = await HasLivedHere(city);
        await city.ChainsItsRows();
        await Erase(city, person);
        Assert.Empty(await city.Faults());

        // The amount of the emptied line.
        var line = await city.InDatabase(db => db.Set<VoucherEvent>().Where(row => row.Kind == VoucherEventKind.Cancelled).Select(row => row.Id).FirstAsync());
        await city.InDatabase(db => db.Set<VoucherEvent>().Where(row => row.Id == line).ExecuteUpdateAsync(set => set.SetProperty(row => row.AmountCents, row => row.AmountCents + 1)));
        var fault = Assert.Single(await city.Faults());
        Assert.Contains("RowChanged stream voucher-events", fault, StringComparison.Ordinal);

        // And a proof that somebody wrote with SQL, for the leaf as it is now, under the seal of the true one.
        var table = await city.InScope(services => Task.FromResult(services.GetRequiredService<RowChain>().Tables.Single(one => one.Stream == "voucher-events")));
        await city.InDatabase(async db =>
        {
            var proof = await db.Set<ChainErasure>().AsNoTracking().SingleAsync(row => row.Stream == table.Stream && row.Row == line);
            var isNow = RowText.LeafOf((await new ChainReader(db, table).TextsOf([line], default))[line]);
            db.Add(new ChainErasure { Stream = proof.Stream, Row = line, Before = proof.After, After = isNow, Sealed = proof.Sealed, At = proof.At });
            await db.SaveChangesAsync();
        });
        Assert.Single(await city.Faults());
    }

    /// <summary>What knows the name and not the person: a guest whom the teacher took by name, an address that the relay refused, and a record that was closed later.</summary>
    [Fact]
    public async Task What_stands_under_the_name_alone_goes_too()
    {
        await using var city = await City.New();
        var person = await city.HasNewcomer(Given, "Guest", email: "wolframina@example.org");
        var taught = await city.HasTaughtClass(people: 1);
        var now = city.Clock.GetUtcNow();
        await city.AsTablet(taught.ProviderId).Send(now, new SentFact { SessionId = taught.Session, Kind = "walk-in", Note = $"{Given} Guest", DeviceTime = now });
        var review = Assert.Single(await city.ReviewsOf(taught.Session));
        await Redirects(city.As(Roles.ProviderManager, taught.ProviderId).Act("/provider/registers", "Settle", ("ReviewId", review.Id.ToString()), ("Person", person.ToString()), ("State", "present"), ("Reason", $"{Given} showed her pass later")));
        await city.InDatabase(async db =>
        {
            db.AddRange(Of("wolframina@example.org", $"550 no {Given} here"), Of("somebody@example.org", "550"));
            await db.SaveChangesAsync();
        });
        await Erase(city, person);
        Assert.Empty(await city.TablesThatHold(Given));
        Assert.Equal("somebody@example.org", Assert.Single(await city.InDatabase(db => db.Set<RefusedAddress>().Select(row => row.Address).ToListAsync())));

        RefusedAddress Of(string address, string answer) => new() { Id = RefusedAddress.IdOf(address), Address = address, Answer = answer, At = now };
    }

    [Fact]
    public async Task A_letter_to_all_leaves_out_whoever_is_erased()
    {
        await using var city = await City.New();
        var (gone, here) = (await city.HasNewcomer(Given, "Gone"), await city.HasNewcomer("Anna", "Here"));
        await Erase(city, gone);
        await city.InScope(services => services.GetRequiredService<CoursesDb>().Transact(() => services.GetRequiredService<IMessages>().QueueMany(
            [.. new[] { gone, here }.Select(person => new NewMessage { ParticipantId = person, Kind = "pass", OnceKey = $"to-all:{person}" })], default), default));
        Assert.Equal([here], await city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey.StartsWith("to-all:")).Select(row => row.ParticipantId!.Value).ToListAsync()));
    }

    /// <summary>The work may fail, be cancelled, or go with its row: what two have confirmed is done all the same.</summary>
    [Fact]
    public async Task What_two_have_confirmed_is_done_whatever_becomes_of_the_work()
    {
        await using var city = await City.New();
        var person = await city.HasNewcomer(Given, "Waiting");
        await city.InDatabase(async db =>
        {
            var erasure = new Erasure { ParticipantId = person, AskedAt = city.Clock.GetUtcNow(), AskedById = person, AskedByName = "" };
            erasure.ConfirmFirst(Guid.NewGuid(), "One", city.Clock.GetUtcNow());
            erasure.ConfirmSecond(Guid.NewGuid(), "Two", city.Clock.GetUtcNow());
            db.Add(erasure);
            await db.SaveChangesAsync();
        });
        await city.Runs("finish-erasures");
        Assert.NotEmpty(await city.TablesThatHold(Given));
        Assert.Equal(HttpStatusCode.Conflict, (await (await Coach(city)).Act($"/coach/people/{person}/erasure", "Hold", ("Until", city.Today().AddDays(30).ToString("O", CultureInfo.InvariantCulture)), ("Reason", "Too late"))).StatusCode);
        city.Clock.Advance(TimeSpan.FromHours(2));
        await city.Runs("finish-erasures");
        Assert.Empty(await city.TablesThatHold(Given));
    }

    [Fact]
    public async Task What_needs_the_person_holds_it_up_and_says_until_when()
    {
        await using var city = await City.New();
        var person = await city.HasNewcomer(Given, "Held");
        var first = await Coach(city);
        var page = $"/coach/people/{person}/erasure";
        var until = city.Today().AddDays(30);
        Assert.Equal(HttpStatusCode.Conflict, (await first.Act(page, "Hold", ("Until", "2020-01-01"), ("Reason", "Late"))).StatusCode);
        await Redirects(first.Act(page, "Hold", ("Until", until.ToString("O", CultureInfo.InvariantCulture)), ("Reason", "The court of auditors asked for it.")));
        await Redirects(first.Submit(page));
        var erasure = await Asked(city, person);
        var refused = await first.Submit(List, ("Id", erasure.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("A proceeding needs your record until", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("notice warn", await city.AsNewcomer(person, "fa").GetStringAsync("/my/erasure"), StringComparison.Ordinal);

        // The person takes it back, asks again, and the hold is over one day.
        await Redirects(city.AsNewcomer(person).Act("/my/erasure", "Withdraw"));
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNewcomer(person).Act("/my/erasure", "Withdraw")).StatusCode);
        city.Clock.Advance(TimeSpan.FromDays(32));
        await Erase(city, person);
        Assert.Empty(await city.TablesThatHold(Given));
    }

    [Fact]
    public async Task A_restored_backup_erases_again_whoever_is_on_the_list()
    {
        await using var city = await City.New();
        var person = await city.HasNewcomer(Given, "Restored");

        // A backup of before knows of no erasure.
        Assert.Equal(0, await Again([]));
        Assert.NotEmpty(await city.TablesThatHold(Given));
        Assert.Equal(1, await Again([$"7 {person}", $"8 {Guid.NewGuid()}", "nonsense"]));
        Assert.Empty(await city.TablesThatHold(Given));
        Assert.Equal(7, await city.InDatabase(db => db.Set<Erasure>().Where(row => row.ParticipantId == person && row.DoneAt != null).Select(row => row.Number).SingleAsync()));
        Assert.Equal(0, await Again([$"7 {person}"]));

        // A record that was merged into another one after the backup stands apart again, and under the number of both.
        var twin = await city.HasNewcomer(Given, "Twin");
        Assert.Equal(1, await Again([$"7 {person}", $"7 {twin}"]));
        Assert.Empty(await city.TablesThatHold(Given));

        Task<int> Again(string[] list) => city.InScope(services => services.GetServices<IAfterMigration>().OfType<EraseAgain>().Single().Run(list, default));
    }

    /// <summary>Their name stands in a note, a question, a letter, a look, and in a reason that was chained.</summary>
    private static async Task<Guid> HasLivedHere(City city)
    {
        var person = await city.HasNewcomer(Given, "Unmistakable", language: "uk", email: "wolframina@example.org");
        await city.HasVoucher(person);
        var voucher = await city.InDatabase(db => db.Set<Voucher>().Where(row => row.ParticipantId == person).Select(row => row.Id).FirstAsync());
        await city.InScope(async services =>
        {
            await services.GetRequiredService<CancelVoucher>().Cancel(voucher, $"{Given} has another one", default);
            return true;
        });
        var coach = await Coach(city);
        await coach.Submit($"/people/{person}/notes", ("Text", $"{Given} speaks Dari at home."));
        await city.InDatabase(async db =>
        {
            db.Add(new Complaint { Kind = ComplaintKind.Question, ParticipantId = person, Language = "en", Text = $"It is me, {Given}", SentOn = city.Today() });
            await db.SaveChangesAsync();
        });
        await coach.GetStringAsync($"/coach?q={Given}");
        await coach.GetStringAsync($"/coach/people/{person}");
        await city.Looked();
        return person;
    }

    private static async Task Erase(City city, Guid person)
    {
        await Redirects(city.AsNewcomer(person).Submit("/my/erasure", ("Sure", "true")));
        var erasure = await Asked(city, person);
        await Redirects((await Coach(city)).Submit(List, ("Id", erasure.ToString())));
        await Redirects((await Coach(city)).Submit(List, ("Id", erasure.ToString())));
        await Done(city, erasure);
    }

    private static async Task<HttpClient> Coach(City city) => city.AsAccount(await city.HasAccount($"{Guid.NewGuid():N}@coaches.example", Roles.Coach));

    private static Task<Guid> Asked(City city, Guid person) => city.InDatabase(db => db.Set<Erasure>().Where(row => row.ParticipantId == person && row.WithdrawnAt == null).Select(row => row.Id).SingleAsync());

    private static Task<Erasure> Done(City city, Guid erasure) => JobTests.Eventually(() => city.InDatabase(db => db.Set<Erasure>().AsNoTracking().SingleAsync(row => row.Id == erasure)), row => row.DoneAt is not null);

    private static async Task Redirects(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static Task<string> Sums(City city) => city.InDatabase(async db =>
    {
        var entries = await db.Set<LedgerEntry>().OrderBy(row => row.Id).Select(row => row.AmountCents).ToListAsync();
        return $"{string.Join(',', entries)} {await db.Set<Voucher>().SumAsync(row => row.RemainingCents)} {await db.Set<Participant>().CountAsync()} {await db.Set<StatusPeriod>().CountAsync()} {await db.Set<Courses.Attendance.Mark>().CountAsync()}";
    });
}

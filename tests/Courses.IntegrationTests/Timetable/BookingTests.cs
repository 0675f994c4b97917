using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.IntegrationTests.Vouchers;
using Courses.Platform.Database;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Timetable;

public sealed class BookingTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Fifty_people_book_the_last_seat_at_once_and_one_gets_it()
    {
        var classId = await city.HasClass(capacity: 1);
        var people = new List<Guid>();
        for (var i = 0; i < 50; i++)
        {
            people.Add(await city.HasPerson());
        }

        var answers = await Task.WhenAll(people.Select(person => Book(city.AsNewcomer(person), classId, "key")));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
        var places = answers.Select(answer => answer.WaitingPlace).Order().ToArray();
        Assert.Equal([null, .. Enumerable.Range(1, 49).Select(place => (int?)place)], places);
        var group = await GroupOf(classId);
        Assert.Equal((1, 0, 49), (group.SeatsTaken, group.SeatsOffered, group.InLine));
        Assert.Equal(50, await city.InDatabase(db => db.Set<Enrolment>().CountAsync(row => row.GroupId == classId)));
    }

    [Fact]
    public async Task Canary_without_the_lock_the_second_writer_is_refused()
    {
        var classId = await city.HasClass(capacity: 1);
        await using var one = city.Services.CreateAsyncScope();
        await using var two = city.Services.CreateAsyncScope();
        var (first, second) = (one.ServiceProvider.GetRequiredService<CoursesDb>(), two.ServiceProvider.GetRequiredService<CoursesDb>());
        var (mine, theirs) = (await first.Set<Group>().SingleAsync(row => row.Id == classId), await second.Set<Group>().SingleAsync(row => row.Id == classId));
        first.Add(mine.Admit(null, Guid.NewGuid(), null, SeatLimits.None, city.Clock.GetUtcNow(), Guid.Empty));
        second.Add(theirs.Admit(null, Guid.NewGuid(), null, SeatLimits.None, city.Clock.GetUtcNow(), Guid.Empty));
        await first.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
    }

    [Fact]
    public async Task The_database_itself_refuses_an_overfull_class()
    {
        var classId = await city.HasClass(capacity: 2);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            city.InDatabase(db => db.Set<Group>().Where(row => row.Id == classId).ExecuteUpdateAsync(set => set.SetProperty(row => row.SeatsTaken, 2).SetProperty(row => row.SeatsOffered, 1))));
    }

    [Fact]
    public async Task A_second_tap_with_the_same_key_is_the_same_booking()
    {
        var classId = await city.HasClass();
        var client = city.AsNewcomer(await city.HasPerson());
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Book(client, classId, "tap")));
        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
        Assert.Single(answers.Select(answer => answer.Body).Distinct(StringComparer.Ordinal));
        Assert.Equal(1, (await GroupOf(classId)).SeatsTaken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Book(client, await city.HasClass(), "tap")).Status);
        var again = await Book(client, classId, "another key");
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("group.already-enrolled", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_bookings_are_refused_with_the_field_or_the_reason()
    {
        var client = city.AsNewcomer(await city.HasPerson());
        var empty = await client.PostAsJsonAsync("/api/my/bookings", new { });
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Contains("classId", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/my/bookings", new { classId = Guid.NewGuid() })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Book(client, Guid.NewGuid(), "k1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Book(client, await city.HasClass(priceCents: 100), "k2", Guid.NewGuid())).Status);
        var over = await Book(client, await city.HasClass(first: new(2026, 9, 1), sessions: 2), "k3");
        Assert.Contains("group.ended", over.Body, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await Book(city.AsNobody(), await city.HasClass(), "k4")).Status);
    }

    [Fact]
    public async Task A_payment_that_is_refused_leaves_no_seat()
    {
        var (classId, person) = (await city.HasClassFor(await city.HasProviderWhoTakesVouchers(accredited: false)), await city.HasPerson());
        Assert.Equal(HttpStatusCode.Conflict, (await Book(city.AsNewcomer(person), classId, "key", await city.HasVoucher(person))).Status);
        Assert.Equal(0, (await GroupOf(classId)).SeatsTaken);
        Assert.False(await city.InDatabase(db => db.Set<Enrolment>().AnyAsync(row => row.GroupId == classId)));
    }

    [Fact]
    public async Task A_booking_with_a_voucher_is_confirmed_once_however_often_it_is_tapped()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var (classId, person) = (await city.HasClassFor(at, capacity: 1), await city.HasPerson());
        var voucher = await city.HasVoucher(person);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Book(city.AsNewcomer(person), classId, "tap", voucher)));
        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
        Assert.Single(answers.Select(answer => answer.Body).Distinct(StringComparer.Ordinal));

        var next = await city.HasPerson();
        Assert.Equal(1, (await Book(city.AsNewcomer(next), classId, "tap", await city.HasVoucher(next))).WaitingPlace);
        Assert.Equal(["booking-confirmed"], await Told(person));
        Assert.Equal(["waiting-confirmed"], await Told(next));

        Task<string[]> Told(Guid whom) => city.Ask<IMessages, string[]>(messages => messages.Reminders.Where(row => row.ParticipantId == whom).Select(row => row.Kind).ToArrayAsync());
    }

    [Fact]
    public async Task A_redemption_inside_a_transaction_is_a_mistake_of_the_caller()
    {
        var wanted = new NewRedemption { VoucherId = Guid.NewGuid(), ClassId = Guid.NewGuid(), HolderId = null, KeyScope = "test", Key = "key" };
        await using var scope = city.Services.CreateAsyncScope();
        await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<CoursesDb>()
            .Transact(() => scope.ServiceProvider.GetRequiredService<IVouchers>().Redeem(wanted, default), default));
    }

    [Fact]
    public async Task What_fails_at_the_commit_leaves_neither_seat_nor_payment()
    {
        // The key is taken by another booking, which shows only when everything is written.
        var (classId, person) = (await city.HasClassFor(await city.HasProviderWhoTakesVouchers()), await city.HasPerson());
        var (client, voucher) = (city.AsNewcomer(person), await city.HasVoucher(person));
        Assert.Equal(HttpStatusCode.OK, (await Book(client, await city.HasClass(from: new(8, 0)), "key")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Book(client, classId, "key", voucher)).Status);
        Assert.Equal(0, (await GroupOf(classId)).SeatsTaken);
        Assert.Equal(VoucherState.Unlocked, await city.Ask<IVouchers, VoucherState>(vouchers => vouchers.Vouchers.Where(row => row.Id == voucher).Select(row => row.State).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await Book(client, classId, "another key", voucher)).Status);
        Assert.Equal(1, (await GroupOf(classId)).SeatsTaken);
    }

    [Fact]
    public async Task Canary_seat_and_payment_in_two_commits_leave_a_seat_that_nobody_paid()
    {
        var (classId, person) = (await city.HasClassFor(await city.HasProviderWhoTakesVouchers(accredited: false)), await city.HasPerson());
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(classId, person, null, default));
        Assert.Equal(HttpStatusCode.Conflict, (await Book(city.AsNewcomer(person), classId, "key", await city.HasVoucher(person))).Status);
        Assert.Equal(1, (await GroupOf(classId)).SeatsTaken);
    }

    [Fact]
    public async Task A_freed_seat_goes_to_the_next_in_line_who_answers_in_time()
    {
        var classId = await city.HasClass(capacity: 1, first: new(2027, 2, 2));
        var (holder, next, last) = (await city.HasPerson(), await city.HasPerson(), await city.HasPerson());
        await Book(city.AsNewcomer(holder), classId, "1");
        Assert.Equal(1, (await Book(city.AsNewcomer(next), classId, "2")).WaitingPlace);
        Assert.Equal(2, (await Book(city.AsNewcomer(last), classId, "3")).WaitingPlace);

        // Leaving is asked once more on a page of its own, and the seat is kept for the next in line: a stranger only joins the line.
        var left = await city.AsNewcomer(holder).Submit($"/my/courses/{classId}/leave");
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        var stranger = await city.HasPerson();
        Assert.Equal(2, (await Book(city.AsNewcomer(stranger), classId, "4")).WaitingPlace);
        Assert.Equal((0, 1, 2), await Seats(classId));

        // A letter that comes after the offer ran out would send somebody to a seat that is gone.
        var runsOut = await city.InDatabase(db => db.Set<Offer>().Where(row => row.GroupId == classId && row.ParticipantId == next).Select(row => row.ExpiresAt).SingleAsync());
        Assert.Equal(runsOut, await city.InDatabase(db => db.Set<Courses.Messaging.Message>().Where(row => row.ParticipantId == next && row.Kind == "seat-free").Select(row => row.Until).SingleAsync()));

        // The next does not answer: the offer runs out, and the one behind gets it.
        city.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(1, await city.Ask<ITimetable, int>(timetable => timetable.ExpireOffers(default)));
        Assert.Equal(0, await city.Ask<ITimetable, int>(timetable => timetable.ExpireOffers(default)));
        var lastClient = city.AsNewcomer(last);
        var page = await lastClient.GetStringAsync("/my/courses");
        Assert.Contains("A seat is free for you", page, StringComparison.Ordinal);
        var taken = await lastClient.PostTo($"/my/courses?id={classId}&handler=Take", page);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.Equal((1, 0, 1), await Seats(classId));
        Assert.Equal(EnrolmentState.Withdrawn, await StateOf(classId, next));
        Assert.Equal(EnrolmentState.Enrolled, await StateOf(classId, last));
    }

    [Theory]
    [InlineData(true, true, 10_000)]
    [InlineData(true, false, 10_000)]
    [InlineData(false, true, 10_000)]
    [InlineData(false, false, 0)]
    public async Task An_offered_seat_is_paid_once_by_what_was_held_or_by_what_pays_now(bool waitsWithVoucher, bool booksWithVoucher, long paid)
    {
        var classId = await city.HasClassFor(await city.HasProviderWhoTakesVouchers(), priceCents: 34_000, capacity: 1);
        var (holder, next) = (await city.HasPerson(), await city.HasPerson());
        var vouchers = await city.HasVouchers(next, VoucherCity.Terms() with { Count = 2, Unlocks = ["", ""] });
        var client = city.AsNewcomer(next);
        await Book(city.AsNewcomer(holder), classId, "1");
        Assert.Equal(1, (await Book(client, classId, "2", waitsWithVoucher ? vouchers[0] : null)).WaitingPlace);
        await city.Ask<ITimetable, bool>(async timetable => { await timetable.GiveBackSeat(classId, holder, "moved", default); return true; });

        var page = await client.GetStringAsync($"/my/book/{classId}");
        Assert.Equal(waitsWithVoucher, page.Contains("The money of your voucher is kept for this course", StringComparison.Ordinal));
        Assert.Equal(waitsWithVoucher, !page.Contains("name=\"With\"", StringComparison.Ordinal));
        var booked = await Book(client, classId, "3", booksWithVoucher ? vouchers[1] : null);
        if (waitsWithVoucher && booksWithVoucher)
        {
            // The money that waits is the money that pays: another voucher is refused, and the offer stands.
            Assert.Contains("voucher.class-already-paid", booked.Body, StringComparison.Ordinal);
            booked = await Book(client, classId, "4");
        }

        Assert.True(booked is { Status: HttpStatusCode.OK, WaitingPlace: null }, booked.Body);
        var told = JsonDocument.Parse(booked.Body).RootElement;
        Assert.Equal((paid, 34_000 - paid), (told.GetProperty("paidCents").GetInt64(), told.GetProperty("ownShareCents").GetInt64()));
        Assert.Equal(paid, await city.Ask<IVouchers, long>(all => all.Redemptions.Where(row => row.ParticipantId == next && !row.IsHeld && row.ClosedAt == null).SumAsync(row => row.AmountCents)));
        Assert.Equal((1, 0, 0), await Seats(classId));
        Assert.Equal(paid > 0 ? "start-wien" : null, await ProgrammeOf(classId, next));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task Who_has_a_seat_pays_for_it_only_where_that_is_meant()
    {
        // Two tabs: one booked, and the other still offers the voucher. A coach may pay for a seat that somebody has.
        var classId = await city.HasClassFor(await city.HasProviderWhoTakesVouchers());
        var person = await city.HasPerson();
        var (client, voucher) = (city.AsNewcomer(person), await city.HasVoucher(person));
        Assert.Equal(HttpStatusCode.OK, (await Book(client, classId, "one tab")).Status);
        var second = await Book(client, classId, "the other", voucher);
        Assert.Contains("group.already-enrolled", second.Body, StringComparison.Ordinal);
        Assert.Null(await ProgrammeOf(classId, person));

        Assert.True((await RedeemVoucherTests.Redeem(city.As(Roles.Coach), voucher, classId, api: "/api/vouchers")).IsSuccessStatusCode);
        Assert.Equal("start-wien", await ProgrammeOf(classId, person));
        Assert.Equal((1, 0, 0), await Seats(classId));
        Assert.Equal(1, await city.Ask<IMessages, int>(messages => messages.Reminders.CountAsync(row => row.ParticipantId == person)));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task The_page_books_in_three_screens()
    {
        var classId = await city.HasClass();
        var client = city.AsNewcomer(await city.HasPerson());
        Assert.Contains($"/my/book/{classId}", await client.GetStringAsync("/my/find?level=A1&free=true"), StringComparison.Ordinal);
        var key = Guid.NewGuid().ToString("N");
        for (var tap = 0; tap < 2; tap++)
        {
            var shown = await client.GetStringAsync($"/my/book/{await city.HasClass()}");
            var booked = await client.PostTo($"/my/book/{classId}", shown, ("Key", key));
            Assert.Equal($"/my/book/{classId}/done", booked.Headers.Location?.ToString());
        }

        Assert.Contains("You have a seat", await client.GetStringAsync($"/my/book/{classId}/done"), StringComparison.Ordinal);
        Assert.Equal(1, (await GroupOf(classId)).SeatsTaken);
    }

    [Fact]
    public async Task Another_level_than_ones_own_is_asked_about_and_then_the_page_says_what_is_owed()
    {
        var (classId, person) = (await city.HasClass(priceCents: 15_000), await city.HasPerson());
        await city.Ask<IParticipants, bool>(async participants =>
        {
            await participants.SetLevel(person, Skill.SpokenInteraction, "B2", default);
            await participants.SetLevel(person, Skill.SpokenProduction, "B2", default);
            return true;
        });
        var client = city.AsNewcomer(person);
        var shown = await client.GetStringAsync($"/my/book/{classId}");
        var asked = await client.PostTo($"/my/book/{classId}", shown, ("With", "own"), ("Key", "once"));
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);
        var question = await asked.Content.ReadAsStringAsync();
        Assert.Contains("Your level is B2. This course has the level A1.", question, StringComparison.Ordinal);
        Assert.Contains("name=\"Sure\" value=\"true\"", question, StringComparison.Ordinal);
        Assert.Equal(0, (await GroupOf(classId)).SeatsTaken);

        Assert.Equal(HttpStatusCode.Redirect, (await client.PostTo($"/my/book/{classId}", question, ("With", "own"), ("Key", "once"), ("Sure", "true"))).StatusCode);
        var done = WebUtility.HtmlDecode(await client.GetStringAsync($"/my/book/{classId}/done"));
        Assert.Contains("What you pay yourself", done, StringComparison.Ordinal);
        Assert.Contains("150 €", done, StringComparison.Ordinal);

        // Whoever has that level, or was never assessed, is asked nothing.
        var other = city.AsNewcomer(await city.HasPerson());
        Assert.Equal(HttpStatusCode.Redirect, (await other.PostTo($"/my/book/{classId}", await other.GetStringAsync($"/my/book/{classId}"), ("With", "own"), ("Key", "other"))).StatusCode);
    }

    [Fact]
    public async Task The_only_voucher_is_asked_about_before_it_pays()
    {
        var (classId, person) = (await city.HasClassFor(await city.HasProviderWhoTakesVouchers()), await city.HasPerson());
        var (client, voucher) = (city.AsNewcomer(person), await city.HasVoucher(person));
        var shown = await client.GetStringAsync($"/my/book/{classId}");
        Assert.Contains("This is your only voucher. Do you want to use it for this course?", shown, StringComparison.Ordinal);
        Assert.Contains("Yes, book and pay", shown, StringComparison.Ordinal);

        // A page that did not ask, since there were two vouchers when it was opened.
        var asked = await client.PostTo($"/my/book/{classId}", shown, ("With", voucher.ToString()), ("Key", "once"));
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);
        var question = await asked.Content.ReadAsStringAsync();
        Assert.Contains("If you want to use it for this course, press again.", question, StringComparison.Ordinal);
        Assert.Contains("name=\"AskedOnlyVoucher\" value=\"true\"", question, StringComparison.Ordinal);
        Assert.Equal(0, (await GroupOf(classId)).SeatsTaken);
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostTo($"/my/book/{classId}", question, ("With", voucher.ToString()), ("Key", "once"), ("AskedOnlyVoucher", "true"))).StatusCode);
        Assert.Equal(1, (await GroupOf(classId)).SeatsTaken);

        // Whoever has another one, though it still waits for a module, is asked nothing; nor is who pays themselves.
        var second = await city.HasPerson();
        var two = await city.HasVouchers(second, VoucherCity.Terms() with { Count = 2, Unlocks = ["", "any-module"] });
        var page = await city.AsNewcomer(second).GetStringAsync($"/my/book/{classId}");
        Assert.DoesNotContain("only voucher", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNewcomer(second).Submit($"/my/book/{classId}", ("With", two[0].ToString()), ("Key", "two"))).StatusCode);
        var third = await city.HasPerson();
        await city.HasVoucher(third);
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNewcomer(third).Submit($"/my/book/{classId}", ("With", "own"), ("Key", "three"))).StatusCode);
    }

    [Fact]
    public async Task What_is_owed_is_due_before_the_persons_first_lesson()
    {
        var classId = await city.HasClass(priceCents: 15_000, first: new(2026, 11, 10));
        var client = city.AsNewcomer(await city.HasPerson());
        Assert.Equal(HttpStatusCode.Redirect, (await client.Submit($"/my/book/{classId}", ("With", "own"), ("Key", "due"))).StatusCode);

        // The class began last week: the person's own first lesson is tomorrow.
        foreach (var page in new[] { $"/my/book/{classId}/done", "/my" })
        {
            Assert.Contains("Pay before your first lesson: Tuesday, 17 November.", WebUtility.HtmlDecode(await client.GetStringAsync(page)), StringComparison.Ordinal);
        }
    }

    private Task<Group> GroupOf(Guid id) => city.InDatabase(db => db.Set<Group>().AsNoTracking().SingleAsync(row => row.Id == id));

    private async Task<(int Taken, int Offered, int InLine)> Seats(Guid id)
    {
        var group = await GroupOf(id);
        return (group.SeatsTaken, group.SeatsOffered, group.InLine);
    }

    private Task<string?> ProgrammeOf(Guid classId, Guid person) =>
        city.InDatabase(db => db.Set<Enrolment>().Where(row => row.GroupId == classId && row.ParticipantId == person).Select(row => row.ProgrammeCode).SingleAsync());

    private Task<EnrolmentState> StateOf(Guid classId, Guid person) =>
        city.InDatabase(db => db.Set<Enrolment>().Where(row => row.GroupId == classId && row.ParticipantId == person).Select(row => row.State).SingleAsync());

    private static async Task<Answer> Book(HttpClient client, Guid classId, string key, Guid? voucherId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/my/bookings") { Content = JsonContent.Create(new { classId, voucherId }) };
        request.Headers.Add("Idempotency-Key", key);
        var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        int? place = response.IsSuccessStatusCode && JsonDocument.Parse(body).RootElement.GetProperty("waitingPlace") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
        return new(response.StatusCode, place, body);
    }

    private sealed record Answer(HttpStatusCode Status, int? WaitingPlace, string Body);
}

using System.Text.Json;
using Courses.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Requests;
using Courses.Tests.Shared;
using Courses.Timetable;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Courses.ChaosTests;

/// <summary>Compares what the devices were told with what is stored. Says what does not agree; empty when everything does.</summary>
internal sealed class Promises(CoursesDb db, Heard heard)
{
    public int FactsStored { get; private set; }

    public int BookingsStored { get; private set; }

    public int BookingsAnswered { get; private set; }

    public int LedgerTransactions { get; private set; }

    public async Task<List<string>> Broken() => [.. await Facts(), .. await Bookings(), .. await Books.Findings(db)];

    private async Task<List<string>> Facts()
    {
        var findings = new List<string>();
        var stored = await db.Set<AttendanceFact>().AsNoTracking().Select(fact => new { fact.FactId, fact.DeviceId, fact.DeviceSequence, fact.SessionId, fact.ParticipantId }).ToListAsync();
        FactsStored = stored.Count;
        var ids = stored.Select(fact => fact.FactId).ToHashSet();
        Count(findings, stored.Count - ids.Count, "fact ids are stored more than once");
        Count(findings, stored.Count - stored.DistinctBy(fact => (fact.DeviceId, fact.DeviceSequence)).Count(), "things that a tablet saw are stored under several ids");
        Count(findings, heard.Acknowledged.Keys.Count(id => !ids.Contains(id)), "facts were acknowledged and are not stored");
        Count(findings, ids.Count(id => !heard.Acknowledged.ContainsKey(id)), "facts are stored that no tablet was told of");
        Count(
            findings,
            stored.Count(fact => heard.Acknowledged.TryGetValue(fact.FactId, out var seen)
                && (seen.Device, seen.Sequence, seen.Session, seen.Person) != (fact.DeviceId, fact.DeviceSequence, fact.SessionId, fact.ParticipantId)),
            "facts are stored with another content");
        var marks = (await db.Set<Mark>().AsNoTracking().Select(mark => new { mark.SessionId, mark.ParticipantId }).ToListAsync()).Select(mark => (mark.SessionId, mark.ParticipantId)).ToHashSet();
        Count(findings, stored.Select(fact => (fact.SessionId, fact.ParticipantId!.Value)).Distinct().Count(pair => !marks.Contains(pair)), "people were seen and have no mark");
        return findings;
    }

    private async Task<List<string>> Bookings()
    {
        var findings = new List<string>();
        var redemptions = await db.Set<Redemption>().AsNoTracking().ToListAsync();
        BookingsStored = redemptions.Count;
        LedgerTransactions = await db.Set<LedgerTransaction>().CountAsync();
        var told = new List<(Guid Voucher, Guid Class, Guid Enrolment, long Cents)>();
        foreach (var tap in heard.Taps.Where(tap => tap.Answers.Any(answer => answer.StartsWith(Tap.Booked, StringComparison.Ordinal))))
        {
            Count(findings, tap.Answers.Distinct().Count() - 1, $"answers too many for one tap: {string.Join(" and ", tap.Answers.Distinct())}");
            var answer = JsonDocument.Parse(tap.Answers.First(answer => answer.StartsWith(Tap.Booked, StringComparison.Ordinal))[Tap.Booked.Length..]).RootElement;
            told.Add((tap.Voucher, tap.Class, answer.GetProperty("enrolmentId").GetGuid(), answer.GetProperty("amountCents").GetInt64()));
        }

        BookingsAnswered = told.Count;
        var stored = redemptions.Select(row => (row.VoucherId, row.GroupId, row.EnrolmentId, row.AmountCents)).ToHashSet();
        Count(findings, told.Count(booking => !stored.Contains(booking)), "bookings were answered and are not stored");
        Count(findings, stored.Except(told).Count(), "bookings are stored that no phone was told of");
        Count(findings, redemptions.Count - redemptions.DistinctBy(row => row.VoucherId).Count(), "vouchers were spent more than once");
        Count(findings, told.Count - told.DistinctBy(booking => booking.Voucher).Count(), "vouchers were answered more than once");

        // A key is kept with its booking, in the same commit.
        var keys = await db.Set<ClientRequest>().CountAsync();
        Count(findings, Math.Abs(keys - redemptions.Count), "keys without a booking, or bookings without a key");

        var paid = redemptions.Select(row => row.EnrolmentId).ToHashSet();
        var seats = (await db.Set<Enrolment>().AsNoTracking().Where(row => row.State == EnrolmentState.Enrolled).Select(row => new { row.Id, row.GroupId }).ToListAsync()).ToLookup(row => row.GroupId);
        foreach (var group in await db.Set<Group>().AsNoTracking().ToListAsync())
        {
            Count(findings, Math.Abs(group.SeatsTaken - seats[group.Id].Count()), $"seats too many or too few in '{group.Name}'");
            Count(findings, group.Name == VoucherHolders.ClassName ? seats[group.Id].Count(seat => !paid.Contains(seat.Id)) : 0, "seats were taken and not paid");
        }

        Count(findings, paid.Except(seats.SelectMany(group => group).Select(seat => seat.Id)).Count(), "payments are without a seat");
        return findings;
    }

    private static void Count(List<string> findings, int count, string what)
    {
        if (count != 0)
        {
            findings.Add($"{count} {what}");
        }
    }
}

using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>What the provider is owed from signed registers, what waits for a register, and the statements of what was settled: class by class, and each class opens into its vouchers.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderSettlementModel(CoursesDb db, Payables payables, Caller caller) : CoursesPage
{
    private const int AtFirst = 20;
    private const int AtOnce = 100;

    internal sealed record Settled(Guid Id, int Number, BatchState State, DateTimeOffset PreparedAt, DateTimeOffset? PaidAt, int Lines, long Cents);

    /// <summary>What one class is owed, or waits for.</summary>
    internal sealed record Part(Guid GroupId, string ClassName, DateOnly EndsOn, int Vouchers, long Cents, int Unsigned);

    /// <summary>One list alone: <c>ready</c>, <c>waiting</c> or <c>statements</c>; null for the beginning of each.</summary>
    [BindProperty(SupportsGet = true, Name = "list")]
    public string? Only { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>The vouchers of one class.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Class { get; set; }

    /// <summary>All vouchers on one page, to print.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public IReadOnlyList<Payable> Ready { get; private set; } = [];

    public IReadOnlyList<Payable> Waiting { get; private set; } = [];

    public IReadOnlyList<Part> ReadyParts { get; private set; } = [];

    public IReadOnlyList<Part> WaitingParts { get; private set; } = [];

    public IReadOnlyList<Settled> Batches { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    /// <summary>Lists that go on elsewhere.</summary>
    public HashSet<string> GoesOn { get; } = [];

    public bool Has(string list) => Only is null || Only == list;

    public async Task OnGetAsync()
    {
        var provider = caller.OrganisationId ?? throw new Forbidden();
        Only = Only is "ready" or "waiting" or "statements" ? Only : null;
        if (Only != "statements")
        {
            var open = (await payables.Open(provider, Cancel)).Where(payable => Class is null || payable.GroupId == Class).ToArray();
            Ready = [.. open.Where(payable => payable.IsDue)];
            Waiting = [.. open.Where(payable => !payable.IsReady)];
            if (Class is null && !All)
            {
                ReadyParts = PartsOf("ready", Ready);
                WaitingParts = PartsOf("waiting", Waiting);
            }
        }

        if (Class is null && !All && Has("statements"))
        {
            await LoadStatements(provider);
        }
    }

    private async Task LoadStatements(Guid provider)
    {
        var before = Only is not null && int.TryParse(From, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var some = await db.Set<SettlementBatch>()
            .Where(batch => batch.State != BatchState.Rejected && batch.Lines.Any(line => line.ProviderId == provider) && (before == null || batch.Number < before))
            .OrderByDescending(batch => batch.Number)
            .Select(batch => new Settled(
                batch.Id, batch.Number, batch.State, batch.PreparedAt, batch.PaidAt,
                batch.Lines.Count(line => line.ProviderId == provider), batch.Lines.Where(line => line.ProviderId == provider).Sum(line => line.DeltaCents)))
            .Take(Most + 1).ToListAsync(Cancel);
        Batches = [.. some.Take(Most)];
        var address = Address("statements");
        GoOn("statements", new(before is null ? null : address, some.Count > Most ? string.Create(CultureInfo.InvariantCulture, $"{address}&from={Batches[^1].Number}") : null));
    }

    private int Most => Only is null ? AtFirst : AtOnce;

    /// <summary>The classes of one list, the longest over first.</summary>
    private List<Part> PartsOf(string list, IReadOnlyList<Payable> rows)
    {
        if (!Has(list))
        {
            return [];
        }

        var begin = Only is null ? null : Place.Read(From);
        var parts = rows.GroupBy(row => row.GroupId)
            .Select(of => new Part(of.Key, of.First().ClassName, of.First().EndsOn, of.Count(), of.Sum(row => list == "ready" ? row.DeltaCents : row.AmountCents), of.Max(row => row.Proof.Unsigned)))
            .OrderBy(part => part.EndsOn).ThenBy(part => part.GroupId).Where(part => begin is not { } place || (part.EndsOn, part.GroupId).CompareTo((place.Day, place.Id)) > 0).Take(Most + 1).ToList();
        GoOn(list, OtherPages.Of(parts, Most, Address(list), begin, part => new(part.EndsOn, part.GroupId)));
        return parts;
    }

    private static string Address(string list) => "/provider/settlement?list=" + list;

    private void GoOn(string list, OtherPages pages)
    {
        if (Only == list)
        {
            Pages = pages;
        }
        else if (pages.Next is not null)
        {
            GoesOn.Add(list);
        }
    }
}

using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Chain;
using Courses.Platform.Users;
using Courses.Platform.Web;

namespace Courses.Access.Pages;

/// <summary>Is all as it was written? The last check, what it found, what is chained, and the heads to keep outside. It can be printed as it is.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class EvidenceChainModel(ChainDesk desk, CityTime city) : CoursesPage
{
    public ChainOverview Overview { get; private set; } = null!;

    public int Standing => Overview.Findings.Count(finding => finding.GoneAt is null);

    public DateTimeOffset PrintedAt => city.Now;

    public async Task OnGetAsync() => Overview = await desk.Overview(Cancel);

    /// <summary>The stream in words; a finding about a head has none.</summary>
    public string Stream(string stream) => stream.Length > 0 ? Words["chain.stream." + stream] : Words["chain.head"];
}

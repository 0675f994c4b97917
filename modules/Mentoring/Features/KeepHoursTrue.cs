using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Features;

/// <summary>Registers are signed and classes change teachers after a certificate was written: each night those of the last years are compared with the hours as they are now.</summary>
internal sealed class KeepHoursTrue(CoursesDb db, HoursDesk desk, CityTime city) : ISweep
{
    private const int Years = 2;

    public async Task<int> Run(CancellationToken cancel)
    {
        var since = city.Today.AddYears(-Years);
        var helpers = await db.Set<Paper>().Where(paper => paper.Kind == HoursDesk.PaperKind && paper.WithdrawnOn == null && paper.IssuedOn >= since).Select(paper => paper.HolderId).Distinct().ToListAsync(cancel);
        return await db.EachAlone(helpers, async id => await desk.Follow(id, cancel), cancel);
    }
}

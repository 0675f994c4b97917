using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>Programmes that were loaded before their templates had names in further languages get these.</summary>
internal sealed class NamesOfTemplates(CoursesDb db) : IAfterMigration
{
    public async Task Run(CancellationToken cancel)
    {
        foreach (var programme in await db.Set<Programme>().Where(programme => programme.Names.Count == 0).ToListAsync(cancel))
        {
            if (ProgrammeTemplates.All.FirstOrDefault(template => template.Code == programme.Code && template.Name == programme.Name) is { } template)
            {
                programme.Names.AddRange(template.NamesAsRows);
            }
        }

        await db.SaveChangesAsync(cancel);
    }
}

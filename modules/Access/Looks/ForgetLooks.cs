using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Looks;

/// <summary>People read who looked in the last year; a month later it is deleted, with what was typed. Answers how many looks.</summary>
internal sealed class ForgetLooks(CoursesDb db, CityTime city) : ISweep
{
    public const int MonthsShown = 12;
    public const int MonthsKept = MonthsShown + 1;

    public Task<int> Run(CancellationToken cancel)
    {
        var before = city.At(city.Today.AddMonths(-MonthsKept), TimeOnly.MinValue);
        return db.Set<Look>().Where(look => look.At < before).ExecuteDeleteAsync(cancel);
    }
}

using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Participants.Features;

/// <summary>Deletes notes on people when their time is over: <c>COURSES_NOTE_MONTHS</c>, 36 by default. Answers how many.</summary>
internal sealed class ForgetPersonNotes(CoursesDb db, CityDay city, IConfiguration configuration) : ISweep
{
    public static int Months(IConfiguration configuration) => configuration.GetValue("COURSES_NOTE_MONTHS", 36);

    public Task<int> Run(CancellationToken cancel)
    {
        var before = city.Today.AddMonths(-Months(configuration));
        return db.Set<PersonNote>().Where(note => note.WrittenOn < before).ExecuteDeleteAsync(cancel);
    }
}

using Courses.Platform.Database;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>What the coach types or scans: a name in any script, a pass number, the code of a pass, a birth date or an e-mail address.</summary>
internal sealed class FindPeople(CoursesDb db, CityDay city)
{
    public const int Most = 50;

    public async Task<Found> Search(string typed, CancellationToken cancel)
    {
        var people = db.Set<Participant>().AsNoTracking();
        if (PassTokens.In(typed) is { } token)
        {
            var hash = PassTokens.HashOf(token);
            return await ByPass(people, pass => pass.TokenHash == hash, cancel);
        }

        if (Crockford.Read(typed) is { } number && await ByPass(people, pass => pass.Number == number, cancel) is { People: not [] } byNumber)
        {
            return byNumber;
        }

        if (typed.Contains('@', StringComparison.Ordinal))
        {
            var email = typed.Trim().ToLowerInvariant();
            people = people.Where(person => person.Email == email);
        }
        else
        {
            var name = new List<string>();
            foreach (var part in typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                if (LocalDates.Parse(new(part), new(city.Today) { Order = DateOrder.DayFirst, Meaning = DateMeaning.Birth }).Value is { } born)
                {
                    people = people.Where(person => person.BirthDate == born);
                }
                else
                {
                    name.Add(part);
                }
            }

            foreach (var part in SearchName.Parts(string.Join(' ', name)))
            {
                var start = " " + part;
                people = people.Where(person => (" " + person.SearchName).Contains(start));
            }

            if (name.Count > 0 && SearchName.Parts(string.Join(' ', name)) is [])
            {
                return new([], IsOldPass: false);
            }
        }

        return new(await people.OrderBy(person => person.SearchName).ThenBy(person => person.Id).Take(Most + 1).WithStatus().ToListAsync(cancel), IsOldPass: false);
    }

    private async Task<Found> ByPass(IQueryable<Participant> people, System.Linq.Expressions.Expression<Func<Pass, bool>> which, CancellationToken cancel)
    {
        var pass = await db.Set<Pass>().AsNoTracking().SingleOrDefaultAsync(which, cancel);
        return pass is null
            ? new([], IsOldPass: false)
            : new(await people.Where(person => person.Id == pass.ParticipantId).WithStatus().ToListAsync(cancel), !pass.IsCurrent);
    }
}

internal sealed record Found(IReadOnlyList<Participant> People, bool IsOldPass);

internal static class PeopleQueries
{
    extension(IQueryable<Participant> people)
    {
        public IQueryable<Participant> WithStatus() => people.Include(person => person.Statuses.Where(status => status.Until == null));
    }
}

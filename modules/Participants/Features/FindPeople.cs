using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>
/// The one search for people: a name in any script, as it sounds or as it begins, a part of a pass number or its code, a birth date or year, a telephone number, an e-mail
/// address, the number of a class, and several of them together. Coaches find everybody; managers and teachers find those of their own classes, and by name, pass and
/// class only: what they may not read, a search must not tell them.
/// </summary>
internal sealed class FindPeople(CoursesDb db, CityDay city, ITimetable timetable, ILanguageCourses courses, Caller caller)
{
    public const int Most = 50;
    private const int MostWords = 6;
    private const int MostAlike = 150;
    private const int MostRows = 6_000;
    private const double Alike = 0.6;

    /// <summary>The classes of the manager's provider, or those that the teacher teaches.</summary>
    public IQueryable<GroupRow> OwnGroups
    {
        get
        {
            var (provider, teacher) = (caller.OrganisationId, caller.Is(Roles.ProviderManager) ? null : (Guid?)caller.Id);
            return timetable.Groups.Where(@group => @group.ProviderId == provider && (teacher == null || @group.TeacherId == teacher));
        }
    }

    public async Task<Found> Search(string typed, CancellationToken cancel)
    {
        var seesAll = caller.Is(Roles.Coach) || caller.May(Permissions.CaseData);
        var people = Visible(seesAll);
        if (PassTokens.In(typed) is { } token)
        {
            var hash = PassTokens.HashOf(token);
            return await ByPass(people, pass => pass.TokenHash == hash, cancel);
        }

        if (Crockford.Read(typed) is { } number && await ByPass(people, pass => pass.Number == number, cancel) is { People: not [] } byNumber)
        {
            return byNumber;
        }

        if (await OfClass(typed, cancel) is { } whole)
        {
            return new(await FirstByName(people.Where(person => whole.Contains(person.Id)), cancel), IsOldPass: false);
        }

        var names = new List<string>();
        foreach (var part in PartsOf(typed))
        {
            var narrowed = await Narrowed(people, part, seesAll, cancel);
            people = narrowed ?? people;
            if (narrowed is null)
            {
                names.Add(part);
            }
        }

        if (names.Count == 0)
        {
            return new(await FirstByName(people, cancel), IsOldPass: false);
        }

        var words = Folding.Words(string.Join(' ', names)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords).ToArray();
        var best = words is [] ? [] : await ByName(people, words, cancel);
        return new(best is [] && words is [var only] ? await ByPartOfPass(people, only, cancel) : await Load(best, cancel), IsOldPass: false);
    }

    private static Task<List<Participant>> FirstByName(IQueryable<Participant> people, CancellationToken cancel) =>
        people.OrderBy(person => person.SearchName).ThenBy(person => person.Id).Take(Most + 1).WithStatus().ToListAsync(cancel);

    private IQueryable<Participant> Visible(bool seesAll)
    {
        var people = db.Set<Participant>().AsNoTracking().Where(person => person.MergedInto == null && person.ErasedAt == null);
        if (seesAll)
        {
            return people;
        }

        var own = from enrolment in timetable.Enrolments join @group in OwnGroups on enrolment.GroupId equals @group.Id select enrolment.ParticipantId;
        return people.Where(person => own.Contains(person.Id));
    }

    /// <summary>What was typed, in parts; a telephone number is one part, however it is spaced.</summary>
    private static IEnumerable<string> PartsOf(string typed) =>
        SearchKeys.Digits(typed).Length >= 6 && Digits.Of(typed).All(character => char.IsAsciiDigit(character) || char.IsWhiteSpace(character) || "+-/().".Contains(character, StringComparison.Ordinal))
            ? [typed.Trim()]
            : typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(2 * MostWords);

    /// <summary>The people whom this part is about when it is no name; null when it is one.</summary>
    private async Task<IQueryable<Participant>?> Narrowed(IQueryable<Participant> people, string part, bool seesAll, CancellationToken cancel)
    {
        var digits = SearchKeys.Digits(part);
        if (part.Contains('@', StringComparison.Ordinal))
        {
            var email = MailAddresses.Read(part) ?? part.Trim().ToLowerInvariant();
            return seesAll ? people.Where(person => person.Email == email) : people.Where(_ => false);
        }

        if (digits.Length == 0)
        {
            return null;
        }

        if (seesAll && digits.Length == 4 && digits.Length == part.Trim().Length && int.Parse(digits, CultureInfo.InvariantCulture) is var year && year > city.Today.Year - 120 && year <= city.Today.Year)
        {
            var (newYear, yearsEnd) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
            return people.Where(person => person.BirthDate >= newYear && person.BirthDate <= yearsEnd);
        }

        // Eight digits can be a date; fewer or more without anything between them are a number.
        if (seesAll && (digits.Length == 8 || digits.Length < part.Trim().Length) && LocalDates.Parse(new(part), new(city.Today) { Order = DateOrder.DayFirst, Meaning = DateMeaning.Birth }).Value is { } born)
        {
            var (month, january) = (new DateOnly(born.Year, born.Month, 1), new DateOnly(born.Year, 1, 1));
            return people.Where(person => person.BirthDate == born
                || (person.BirthParts == PartialDate.YearAndMonth && person.BirthDate == month) || (person.BirthParts == PartialDate.Year && person.BirthDate == january));
        }

        if (await OfClass(part, cancel) is { } ofClass)
        {
            return people.Where(person => ofClass.Contains(person.Id));
        }

        if (seesAll && digits.Length < part.Trim().Length && LocalDates.ParsePartial(new(part), new(city.Today) { Order = DateOrder.DayFirst, Meaning = DateMeaning.Birth }).Value is { Parts: PartialDate.YearAndMonth } known)
        {
            var (first, last, january) = (known.First, known.Last, new DateOnly(known.First.Year, 1, 1));
            return people.Where(person => (person.BirthDate >= first && person.BirthDate <= last) || (person.BirthParts == PartialDate.Year && person.BirthDate == january));
        }

        if (seesAll && !part.Any(char.IsLetter) && SearchKeys.OfPhone(part) is { } phone && await With(people, phone).AnyAsync(cancel))
        {
            return With(people, phone);
        }

        return SearchKeys.Compact(part).Length >= 3 ? WithPass(people, SearchKeys.Compact(part)) : people.Where(_ => false);
    }

    /// <summary>The people of the class with this number; null when there is no such class.</summary>
    private async Task<IQueryable<Guid>?> OfClass(string number, CancellationToken cancel)
    {
        string[] spellings = [number.Trim(), number.Trim().ToUpperInvariant(), number.Trim().ToLowerInvariant()];
        var groups = await courses.Classes.Where(one => EF.Parameter(spellings).Contains(one.Number)).OrderBy(one => one.Id).Select(one => one.Id).Take(20).ToArrayAsync(cancel);
        return groups is [] ? null : timetable.Enrolments.Where(enrolment => EF.Parameter(groups).Contains(enrolment.GroupId)).Select(enrolment => enrolment.ParticipantId);
    }

    private IQueryable<Participant> With(IQueryable<Participant> people, long key) => people.Where(person => db.Set<SearchKey>().Any(row => row.Key == key && row.ParticipantId == person.Id));

    private IQueryable<Participant> WithPass(IQueryable<Participant> people, string part)
    {
        var narrowed = SearchKeys.OfPass(part).Take(3).Aggregate(people, With);
        return narrowed.Where(person => person.PassNumber!.Replace("-", "").Contains(part));
    }

    private async Task<IReadOnlyList<Participant>> ByPartOfPass(IQueryable<Participant> people, string word, CancellationToken cancel) =>
        SearchKeys.Compact(word) is { Length: >= 3 } part ? await FirstByName(WithPass(people, part), cancel) : [];

    /// <summary>Best first: who has all the words, as nearly as can be; when nobody has, who lacks one of them.</summary>
    private async Task<IReadOnlyList<Guid>> ByName(IQueryable<Participant> people, string[] words, CancellationToken cancel)
    {
        var alike = await Alikes(words, cancel);

        // 'o', 'al' and 'de' help to choose and keep nobody out.
        var needed = alike.Where((_, i) => words[i].Length > 2).ToArray() is { Length: > 0 } longer ? longer : alike;
        var found = await Having(people, needed, alike, cancel);
        if (found is [] && needed.Length > 1)
        {
            foreach (var left in needed)
            {
                found = [.. found, .. await Having(people, [.. needed.Where(one => one != left)], alike, cancel)];
            }
        }

        return [.. found.OrderByDescending(one => one.Score).ThenBy(one => one.Id).Select(one => one.Id).Distinct().Take(Most + 1)];
    }

    /// <summary>For each word the words of the city that are like it, and how much. Two that stand beside each other may be one: O Connor, Hamid Reza.</summary>
    private async Task<Dictionary<string, double>[]> Alikes(string[] words, CancellationToken cancel)
    {
        var together = words.Zip(words.Skip(1), (one, next) => one + next).ToArray();
        var ways = words.Concat(together).Distinct(StringComparer.Ordinal).ToDictionary(word => word, SearchKeys.OfTyped, StringComparer.Ordinal);
        var keys = ways.Values.SelectMany(way => way).Distinct().ToArray();
        var stored = (await db.Set<SearchWord>().AsNoTracking().Where(row => EF.Parameter(keys).Contains(row.Key)).Select(row => new { row.Key, row.Word }).ToListAsync(cancel)).ToLookup(row => row.Key, row => row.Word);
        var likeness = ways.ToDictionary(
            way => way.Key,
            way => way.Value.SelectMany(key => stored[key]).Distinct(StringComparer.Ordinal).Select(word => (Word: word, Score: LikenessOf(way.Key, word))).Where(one => one.Score >= Alike)
                .OrderByDescending(one => one.Score).ThenBy(one => one.Word, StringComparer.Ordinal).Take(MostAlike).ToArray(),
            StringComparer.Ordinal);
        return [.. words.Select((word, i) => likeness[word]
            .Concat(i < together.Length ? likeness[together[i]] : [])
            .Concat(i > 0 ? likeness[together[i - 1]] : [])
            .GroupBy(one => one.Word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Max(one => one.Score), StringComparer.Ordinal))];
    }

    private static double LikenessOf(string typed, string word) =>
        word.StartsWith(typed, StringComparison.Ordinal) ? 0.9 + (0.1 * typed.Length / word.Length) : Sounds.Likeness(typed, word);

    private async Task<IReadOnlyList<(Guid Id, double Score)>> Having(IQueryable<Participant> people, Dictionary<string, double>[] needed, Dictionary<string, double>[] all, CancellationToken cancel)
    {
        if (needed.Any(words => words.Count == 0))
        {
            return [];
        }

        // The nearest words first: a frequent name fills the page with people who are called just so.
        foreach (var least in new[] { 0.9, Alike })
        {
            var keys = KeysOf(needed[0], needed.Length == 1 ? least : Alike);
            var rows = db.Set<SearchKey>().AsNoTracking().Where(row => EF.Parameter(keys).Contains(row.Key) && people.Any(person => person.Id == row.ParticipantId));
            foreach (var other in needed.Skip(1))
            {
                var others = KeysOf(other, Alike);
                rows = rows.Where(row => db.Set<SearchKey>().Any(also => also.ParticipantId == row.ParticipantId && EF.Parameter(others).Contains(also.Key)));
            }

            var ids = await rows.OrderBy(row => row.Key).ThenBy(row => row.ParticipantId).Select(row => row.ParticipantId).Take(MostRows).ToListAsync(cancel);
            if (ids.Count > Most || least == Alike || needed.Length > 1)
            {
                return await Scored([.. ids.Distinct()], all, cancel);
            }
        }

        return [];
    }

    private async Task<IReadOnlyList<(Guid Id, double Score)>> Scored(Guid[] ids, Dictionary<string, double>[] words, CancellationToken cancel)
    {
        var byKey = words.Select(alike => alike.ToDictionary(one => SearchKeys.OfWord(one.Key), one => one.Value)).ToArray();
        var keys = byKey.SelectMany(alike => alike.Keys).Distinct().ToArray();
        var rows = await db.Set<SearchKey>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.ParticipantId) && EF.Parameter(keys).Contains(row.Key)).Select(row => new { row.ParticipantId, row.Key }).ToListAsync(cancel);
        return [.. rows.GroupBy(row => row.ParticipantId).Select(person => (person.Key, byKey.Sum(alike => person.Max(row => alike.GetValueOrDefault(row.Key))) / byKey.Length))];
    }

    private static long[] KeysOf(Dictionary<string, double> words, double least) => [.. words.Where(word => word.Value >= least).Select(word => SearchKeys.OfWord(word.Key))];

    private async Task<IReadOnlyList<Participant>> Load(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var people = await db.Set<Participant>().AsNoTracking().Where(person => EF.Parameter(ids).Contains(person.Id)).WithStatus().ToDictionaryAsync(person => person.Id, cancel);
        return [.. ids.Where(people.ContainsKey).Select(id => people[id])];
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

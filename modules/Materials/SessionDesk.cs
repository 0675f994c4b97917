using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials;

/// <summary>What fits a session: by the topic and the language of a module, by the level and the language of a class.</summary>
internal sealed class SessionDesk(CoursesDb db, ITimetable timetable, ILanguageCourses courses, IOrientation orientation, Caller caller)
{
    /// <summary>A session of somebody else does not exist for this caller: a manager has those of the organisation, a teacher the own ones, so a substitute has those that were taken over.</summary>
    public async Task<SessionFacts> Find(Guid sessionId, CancellationToken cancel)
    {
        var session = await (
            from row in timetable.Sessions
            join @group in timetable.Groups on row.GroupId equals @group.Id
            where row.Id == sessionId
            select new SessionFacts
            {
                Id = row.Id,
                GroupId = row.GroupId,
                GroupName = @group.Name,
                ProviderId = @group.ProviderId,
                TeacherId = @group.TeacherId,
                LocalDate = row.LocalDate,
                LocalFrom = row.LocalFrom,
                LocalUntil = row.LocalUntil,
                HelpLanguage = @group.HelpLanguage,
            }).SingleOrDefaultAsync(cancel);
        if (session is null || session.ProviderId != caller.OrganisationId || (!caller.Is(Roles.ProviderManager) && session.TeacherId != caller.Id))
        {
            throw new NotFound("The session");
        }

        var taught = await courses.Classes.Where(one => one.Id == session.GroupId).Join(courses.Courses, one => one.CourseId, course => course.Id, (_, course) => new { course.Level, course.Language }).SingleOrDefaultAsync(cancel);
        var run = await orientation.Runs.Where(one => one.Id == session.GroupId).Select(one => new { one.TopicCode, one.Language }).SingleOrDefaultAsync(cancel);
        return session with { TopicCode = run?.TopicCode, Level = Levels.WholeOf(taught?.Level), Language = taught?.Language ?? run?.Language };
    }

    /// <summary>What can be chosen, the topic's own first and then the newest: what fits, or everything that is searched for.</summary>
    public async Task<List<ListedMaterial>> Fitting(SessionFacts session, string? searched, bool everything, int most, CancellationToken cancel)
    {
        var materials = db.Set<Material>().VisibleTo(caller).Where(row => row.WithdrawnAt == null && row.CurrentId != null);
        var topic = $",{session.TopicCode},";
        if (!everything)
        {
            if ((session.Language ?? session.HelpLanguage) is { } language)
            {
                var (first, second) = ($",{language},", $",{session.HelpLanguage ?? language},");
                materials = materials.Where(row => row.Languages == "" || row.Languages.Contains(first) || row.Languages.Contains(second));
            }

            if (session.TopicCode is not null)
            {
                materials = materials.Where(row => row.Topics.Contains(topic));
            }

            if (session.Level is { } level)
            {
                materials = materials.ForLevel(await db.AllStrands(cancel), level);
            }
        }

        if (Folding.Words(searched) is { Length: > 0 } words)
        {
            materials = materials.Where(row => row.SearchText.Contains(words));
        }

        return await materials.Listed(db).OrderBy(row => row.Topics.Contains(topic) ? 0 : 1).ThenByDescending(row => row.ChangedAt).ThenBy(row => row.Id).Take(most).ToListAsync(cancel);
    }

    /// <summary>Kits that can be worked with, those of the topic first, then those of the level.</summary>
    public async Task<List<Kit>> Kits(SessionFacts session, CancellationToken cancel)
    {
        var topic = session.TopicCode;
        var kits = db.Set<Kit>().VisibleTo(caller).AsNoTracking().Where(kit => kit.WithdrawnAt == null && (kit.TopicCode == null || kit.TopicCode == topic));
        if (session.Level is { } level)
        {
            kits = kits.ForLevel(await db.AllStrands(cancel), level);
        }

        return await kits.OrderBy(kit => kit.TopicCode == null ? 1 : 0).ThenBy(kit => kit.LevelFrom == null && kit.LevelUntil == null && kit.StrandId == null ? 1 : 0).ThenBy(kit => kit.Name).ThenBy(kit => kit.Id).Take(100).ToListAsync(cancel);
    }

    public async Task<List<ListedMaterial>> Chosen(Guid sessionId, CancellationToken cancel)
    {
        var ids = await db.Set<MaterialUse>().Where(use => use.SessionId == sessionId).OrderBy(use => use.ChosenAt).ThenBy(use => use.Id).Select(use => use.MaterialId).ToListAsync(cancel);
        return await InOrder(ids, cancel);
    }

    /// <summary>The kit that the group works with; null where none was chosen, or it was taken off.</summary>
    public Task<Kit?> KitOf(Guid groupId, CancellationToken cancel) =>
        db.Set<Kit>().VisibleTo(caller).AsNoTracking().Include(kit => kit.Entries).Where(kit => kit.WithdrawnAt == null && db.Set<GroupKit>().Any(row => row.GroupId == groupId && row.KitId == kit.Id)).SingleOrDefaultAsync(cancel);

    public Task<List<ListedMaterial>> In(Kit kit, CancellationToken cancel) => InOrder([.. kit.InOrder.Select(entry => entry.MaterialId)], cancel);

    private async Task<List<ListedMaterial>> InOrder(List<Guid> ids, CancellationToken cancel)
    {
        var rows = await db.Set<Material>().VisibleTo(caller).Where(row => ids.Contains(row.Id) && row.WithdrawnAt == null).Listed(db).ToListAsync(cancel);
        return [.. rows.OrderBy(row => ids.IndexOf(row.Id))];
    }
}

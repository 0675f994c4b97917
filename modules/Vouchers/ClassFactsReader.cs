using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

/// <summary>Reads what a voucher must know of a class. Other modules ask vouchers too, so they are fetched when needed and not at construction.</summary>
internal sealed class ClassFactsReader(IServiceProvider services)
{
    public async Task<ClassFacts> Of(Guid groupId, Guid participantId, CancellationToken cancel)
    {
        var facts = (await Of([groupId], cancel)).GetValueOrDefault(groupId) ?? throw new NotFound("The class");
        return facts with
        {
            EnrolledFrom = await services.GetRequiredService<ITimetable>().Enrolments
                .Where(enrolment => enrolment.GroupId == groupId && enrolment.ParticipantId == participantId && enrolment.State == EnrolmentState.Enrolled)
                .Select(enrolment => services.GetRequiredService<ITimetable>().Stays.Where(stay => stay.EnrolmentId == enrolment.Id).Min(stay => (DateOnly?)stay.From)).FirstOrDefaultAsync(cancel),
        };
    }

    /// <summary>The facts of these groups by their ids; who has a seat there already is for the caller to add.</summary>
    public async Task<Dictionary<Guid, ClassFacts>> Of(Guid[] groupIds, CancellationToken cancel)
    {
        var courses = services.GetRequiredService<ILanguageCourses>();
        return await (
            from @group in services.GetRequiredService<ITimetable>().Groups
            where groupIds.Contains(@group.Id)
            join provider in services.GetRequiredService<IProviders>().Providers on @group.ProviderId equals provider.Id
            join @class in courses.Classes on @group.Id equals @class.Id into classes
            from @class in classes.DefaultIfEmpty()
            join course in courses.Courses on @class.CourseId equals course.Id into itsCourses
            from course in itsCourses.DefaultIfEmpty()
            select new ClassFacts
            {
                GroupId = @group.Id,
                Name = @group.Name,
                ProviderId = provider.Id,
                ProviderName = provider.Name,
                AccreditedFrom = provider.AccreditedFrom,
                AccreditedUntil = provider.AccreditedUntil,
                CommitmentSignedOn = provider.CommitmentSignedOn,
                StartsOn = @group.StartsOn,
                EndsOn = @group.EndsOn,
                IsCancelled = @group.CancelledAt != null,
                PlannedMinutes = @group.PlannedMinutes,
                Level = (string?)course.Level ?? "",
                IsIntegrationCourse = (bool?)course.IsIntegrationCourse ?? false,
                PriceCents = (long?)@class.PriceCents ?? 0,
            }).ToDictionaryAsync(facts => facts.GroupId, cancel);
    }
}

using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.LanguageCourses;

internal sealed class LanguageCoursesContract(CoursesDb db, TimeProvider clock, Caller caller, IServiceProvider services) : ILanguageCourses
{
    public IQueryable<CourseRow> Courses => db.Set<Course>().Select(course => new CourseRow
    {
        Id = course.Id,
        ProviderId = course.ProviderId,
        Name = course.Name,
        Language = course.Language,
        Level = course.Level,
        AcademicHours = course.AcademicHours,
        IsIntegrationCourse = course.IsIntegrationCourse,
    });

    public IQueryable<ClassRow> Classes => db.Set<Class>().Select(one => new ClassRow
    {
        Id = one.Id,
        CourseId = one.CourseId,
        ProviderId = one.ProviderId,
        Number = one.Number,
        PriceCents = one.PriceCents,
        ProgrammeCode = one.ProgrammeCode,
    });

    public IQueryable<CertificateRow> Certificates => db.Set<Certificate>().Where(certificate => certificate.WithdrawnAt == null).Select(certificate => new CertificateRow
    {
        ParticipantId = certificate.ParticipantId,
        Language = certificate.Language,
        Level = certificate.Level,
        IssuedOn = certificate.IssuedOn,
    });

    public async Task<Guid> AddCourse(NewCourse course, CancellationToken cancel)
    {
        var level = Cefr.Normal(course.Level) ?? throw new RuleBroken("course.unknown-level", course.Level);
        if (await db.Set<Course>().SingleOrDefaultAsync(row => row.ProviderId == course.ProviderId && row.Name == course.Name, cancel) is { } known)
        {
            return known.Id;
        }

        var added = new Course
        {
            ProviderId = course.ProviderId,
            Name = course.Name,
            Language = course.Language.ToLowerInvariant(),
            Level = level,
            AcademicHours = course.AcademicHours,
            IsIntegrationCourse = course.IsIntegrationCourse,
        };
        db.Add(added);
        await db.SaveChangesAsync(cancel);
        return added.Id;
    }

    public async Task AddClass(NewClass newClass, CancellationToken cancel)
    {
        var course = await CourseFor(newClass, cancel);
        await MustBeTaughtIn(course, newClass.GroupId, cancel);
        db.Add(new Class
        {
            Id = newClass.GroupId,
            CourseId = course.Id,
            ProviderId = course.ProviderId,
            Number = newClass.Number,
            PriceCents = newClass.PriceCents,
            ProgrammeCode = newClass.ProgrammeCode,
        });
        await db.SaveChangesAsync(cancel);
    }

    public async Task ChangeClass(NewClass change, CancellationToken cancel)
    {
        var one = await db.Set<Class>().SingleOrDefaultAsync(row => row.Id == change.GroupId, cancel) ?? throw new NotFound("The class");
        var course = await CourseFor(change, cancel);
        if (course.ProviderId != one.ProviderId)
        {
            throw new NotFound("The course");
        }

        if (course.Id != one.CourseId)
        {
            if (course.WithdrawnAt is not null)
            {
                throw new RuleBroken("class.course-withdrawn", course.Name);
            }

            await MustBeTaughtIn(course, change.GroupId, cancel);
        }

        (one.CourseId, one.Number, one.PriceCents, one.ProgrammeCode) = (course.Id, change.Number, change.PriceCents, change.ProgrammeCode);
        await db.SaveChangesAsync(cancel);
    }

    public async Task<bool> IsOddPrice(Guid courseId, long priceCents, CancellationToken cancel) =>
        UsualPrice.IsOdd(priceCents, await db.Set<Course>().Where(course => course.Id == courseId).Select(course => course.AcademicHours).SingleOrDefaultAsync(cancel));

    private async Task<Course> CourseFor(NewClass wanted, CancellationToken cancel)
    {
        var course = await db.Set<Course>().SingleOrDefaultAsync(row => row.Id == wanted.CourseId, cancel) ?? throw new NotFound("The course");
        return await db.Set<Class>().AnyAsync(row => row.ProviderId == course.ProviderId && row.Number == wanted.Number && row.Id != wanted.GroupId, cancel)
            ? throw new RuleBroken("class.number-taken", wanted.Number)
            : course;
    }

    private async Task MustBeTaughtIn(Course course, Guid groupId, CancellationToken cancel) =>
        course.MustBeTaughtIn(await services.GetRequiredService<ITimetable>().Groups.Where(group => group.Id == groupId).Select(group => group.PlannedMinutes).SingleAsync(cancel));

    public Task AddCertificate(Guid participantId, string language, string level, DateOnly issuedOn, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var normal = Cefr.Normal(level) ?? throw new RuleBroken("course.unknown-level", level);
            if (await db.Set<Certificate>().AnyAsync(row => row.ParticipantId == participantId && row.Language == language && row.Level == normal && row.WithdrawnAt == null, cancel))
            {
                return;
            }

            db.Add(new Certificate
            {
                ParticipantId = participantId,
                Language = language,
                Level = normal,
                IssuedOn = issuedOn,
                RecordedBy = caller.Id,
                RecordedAt = clock.GetUtcNow(),
            });
            services.GetRequiredService<IAudit>().Record("certificate.recorded", participantId, $"{language} {normal}");
            await services.GetRequiredService<IEligibility>().MarkStale([participantId], cancel);
        },
        cancel);

    public Task TakeCertificateBack(Guid participantId, string language, string level, DateOnly issuedOn, string reasonCode, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await db.Set<Certificate>().SingleOrDefaultAsync(row => row.ParticipantId == participantId && row.Language == language && row.Level == level && row.IssuedOn == issuedOn && row.WithdrawnAt == null, cancel) is { } certificate)
            {
                certificate.Withdraw(new(reasonCode, null, null), caller.Name, clock.GetUtcNow());
                services.GetRequiredService<IAudit>().Record("certificate.withdrawn", participantId, $"{language} {level}");
                await services.GetRequiredService<IEligibility>().MarkStale([participantId], cancel);
            }
        },
        cancel);
}

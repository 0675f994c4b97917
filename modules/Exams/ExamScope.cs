using Courses.Contracts.Access;
using Courses.Platform.Users;

namespace Courses.Exams;

/// <summary>Which exams a member of staff may see: those of the own provider; who works for the city all of them.</summary>
internal static class ExamScope
{
    public static IQueryable<Exam> VisibleTo(this IQueryable<Exam> exams, Caller caller) =>
        caller.OrganisationId is { } providerId ? exams.Where(exam => exam.ProviderId == providerId)
        : caller.Is(Roles.Administrator) || caller.Is(Roles.Coach) ? exams
        : exams.Where(exam => false);

    /// <summary>Makes, changes and cancels exams: the city's anywhere, a provider's own.</summary>
    public static bool MayMakeExams(this Caller caller) => caller.Is(Roles.Administrator) || caller.Is(Roles.ProviderManager);

    public static bool MaySeeNames(this Caller caller) =>
        caller.Is(Roles.Coach) || caller.Is(Roles.ProviderManager) || caller.Is(Roles.Teacher) || caller.May(Permissions.CaseData);
}

using Courses.Contracts.Access;
using Courses.Contracts.Exams;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Exams.Features;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Exams;

public static class ExamsModule
{
    /// <summary>As long as evidence of European money is kept.</summary>
    private const int MonthsKept = 120;

    public static WebApplicationBuilder AddExams(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(ExamsTables.Configure).AddWords(typeof(ExamsModule))
            .AddAfterMigration<StandardParts>()
            .AddKept<KeptAboutPeople>()
            .AddRetention(
                KeptAboutPeople.ExamsRule,
                new(Months: MonthsKept),
                (db, day) => db.Set<ExamRegistration>().Where(row => db.Set<Exam>().Any(exam => exam.Id == row.ExamId && exam.On < day.First)).OrderBy(row => row.RegisteredAt),
                leastMonths: 12)
            .AddRetention(KeptAboutPeople.PapersRule, new(Months: MonthsKept), (db, day) => db.Set<Paper>().Where(row => row.Kind == PassLevels.PaperKind && row.IssuedOn < day.First).OrderBy(row => row.IssuedOn), leastMonths: 12);
        builder.Services
            .AddScoped<IExams, ExamsContract>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<OpenExams>()
            .AddScoped<PlanExam>()
            .AddScoped<RegisterForExam>()
            .AddScoped<EnterResults>()
            .AddScoped<PassLevels>()
            .AddScoped<WithdrawExamPaper>()
            .AddSingleton(new NameSource("exam.part.", PartNames))
            .AddSingleton(new MessageKind(RegisterForExam.Letter) { Example = ["Deutsch", "B1", "2027-02-01", "09:00", "Volkshochschule, Hauptplatz 1", "words:exam.part.reading|exam.part.writing", "2027-01-20"] })
            .AddSingleton(new MessageKind(RegisterForExam.PracticeLetter) { Example = ["Deutsch", "B1", "2027-02-01", "09:00", "Volkshochschule, Hauptplatz 1", "words:exam.part.reading|exam.part.writing", "2027-01-20"] })
            .AddSingleton(new MessageKind(PlanExam.CancelledLetter) { Example = ["Deutsch", "B1", "2027-02-01", new GivenReason("reason.exam.too-few", null, null).AsDetail()] })
            .AddSingleton(new MessageKind(PlanExam.MovedLetter) { Example = ["Deutsch", "B1", "2027-02-01", "09:00", "Volkshochschule, Hauptplatz 1"] })
            .AddSingleton(new MessageKind(PlanExam.PracticeCancelledLetter) { Example = ["Deutsch", "B1", "2027-02-01", new GivenReason("reason.exam.too-few", null, null).AsDetail()] })
            .AddSingleton(new MessageKind(PlanExam.PracticeMovedLetter) { Example = ["Deutsch", "B1", "2027-02-01", "09:00", "Volkshochschule, Hauptplatz 1"] })
            .AddSingleton(new MessageKind(EnterResults.Letter) { Example = ["Deutsch", "B1", "2027-02-01", "words:exam.part.reading", "words:exam.part.writing|exam.part.speaking"] })
            .AddSingleton(new MessageKind(EnterResults.PracticeLetter) { Example = ["Deutsch", "B1", "2027-02-01", "words:exam.part.reading", "words:exam.part.writing|exam.part.speaking"] })
            .AddSingleton(new MessageKind(PassLevels.PassedLetter) { Example = ["Deutsch", "B1", "2027-02-01", "7KQ2-M9TX-B4H0-V3ZC"] })
            .AddSingleton(new MessageKind(PassLevels.NotPassedLetter) { Example = ["Deutsch", "B1", "2027-02-01"] })
            .AddSingleton(new MessageKind(WithdrawExamPaper.Letter) { Example = ["Deutsch", "B1", "2027-02-01", new GivenReason("reason.certificate.wrong-data", null, null).AsDetail()] })
            .AddNavigation(new NavigationItem("/exams", "nav.exams", "flag", 36, Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher));
        return builder;
    }

    private static IReadOnlyList<Named> PartNames(IServiceProvider services) =>
        [.. services.GetRequiredService<CoursesDb>().Set<ExamPartName>().AsNoTracking().Select(name => new { name.PartCode, name.Language, name.Name }).AsEnumerable().SelectMany(name => Both(name.PartCode, name.Language, name.Name))];

    /// <summary>English stands where no name in the reader's language is written down.</summary>
    private static IEnumerable<Named> Both(string code, string language, string name) => language == "en" ? [new(code, "en", name), new(code, "", name)] : [new(code, language, name)];
}

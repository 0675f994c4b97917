using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Questionnaires;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Courses.Questionnaires.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Questionnaires;

public static class QuestionnairesModule
{
    public static WebApplicationBuilder AddQuestionnaires(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(QuestionnairesTables.Configure)
            .AddWords(typeof(QuestionnairesModule))
            .AddKept<KeptAboutPeople>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<IQuestionnaires, QuestionnairesContract>()
            .AddScoped<Templates>()
            .AddScoped<Desk>()
            .AddScoped<Results>()
            .AddScoped<Invite>()
            .AddScoped<IMessageCheck, InvitationCheck>()
            .AddWork<AskAll>(AskAll.Name)
            .AddSingleton(new MessageKind(Invite.Letter) { NeverOnPaper = true, Gathers = true, Example = ["How was the module?"] })
            .AddJob<Invite>(Invite.Name, JobSchedule.Daily(new(6, 10)))
            .AddJob<MixSheets>(MixSheets.Name, JobSchedule.Daily(new(2, 40)))
            .AddRetention(KeptAboutPeople.Answers, new(Months: 36), (db, day) => db.Set<PersonSheet>().Where(sheet => sheet.AnsweredOn < day.First).OrderBy(sheet => sheet.AnsweredOn), leastMonths: 6)
            .AddRetention(KeptAboutPeople.Invitations, new(Months: 12), (db, day) => db.Set<Invitation>().Where(invitation => invitation.AnswerUntil < day.First).OrderBy(invitation => invitation.AnswerUntil), leastMonths: 8)
            .AddNavigation(
                new NavigationItem("/questionnaires", "nav.questionnaires", "chart", 38, Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager, Roles.Teacher),
                new NavigationItem("/admin/questionnaires", "nav.questionnaire-templates", "settings", 68, Roles.Administrator));
        return builder;
    }
}

using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Messaging.Features;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Messaging;

public static class MessagingModule
{
    public static WebApplicationBuilder AddMessaging(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(MessagingTables.Configure)
            .AddWords(typeof(MessagingModule))
            .AddKept<KeptAboutPeople>()
            .AddRetention(
                "letters",
                new(Months: 12),
                (db, day) => Message.Over(db, day.Since),
                (rows, day, cancel) => rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.Details, "").SetProperty(row => row.Trouble, (string?)null).SetProperty(row => row.ForgottenAt, day.Now), cancel),
                leastMonths: 6)
            .AddSingleton<MailServer>()
            .AddSingleton<MessageKinds>()
            .AddSingleton(new MessageKind("session-reminder") { Gathers = true, NeverOnPaper = true, Example = ["German A1.2", "2027-02-01T17:00:00Z", "Volkshochschule, Hollergasse 22"] })
            .AddSingleton<QuietHours>()
            .AddSingleton<LetterWriter>()
            .AddSingleton<ReminderLinks>()
            .AddSingleton<Waiting>()
            .AddSingleton<Happening>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<ReminderChoice>()
            .AddSingleton<SmsGateway>()
            .AddSingleton<SmsReports>()
            .AddScoped<Outbox>()
            .AddScoped<Routes>()
            .AddScoped<WayChoice>()
            .AddScoped<ReceiveSmsReport>()
            .AddScoped<ReceiveReturnedMail>()
            .AddScoped<Deliveries>()
            .AddScoped<StillTrue>()
            .AddScoped<PrintLetters>()
            .AddSingleton<LetterPaper>()
            .AddScoped<IMessages, Messages>()
            .AddScoped<IMessageCheck, SessionReminderCheck>()
            .AddJob<SendMessages>("send-messages", JobSchedule.Every(TimeSpan.FromSeconds(30)))
            .AddJob<RemindOfSessions>("session-reminders", JobSchedule.Every(TimeSpan.FromMinutes(10)))
            .AddNavigation(
                new NavigationItem("/admin/messages", "nav.messages", "mail", 60, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/coach/letters", "nav.undelivered", "mail", 65, Roles.Coach),
                new NavigationItem("/coach/print", "nav.print", "print", 66, Roles.Coach),
                new NavigationItem("/letters/templates", "nav.templates", "letter", 67, Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager));
        if (SmsGateway.IsSetIn(builder.Configuration))
        {
            builder.Services.AddJob<SendTexts>("send-texts", JobSchedule.Every(TimeSpan.FromSeconds(30)));
        }

        return builder;
    }

    public static IEndpointRouteBuilder MapMessaging(this IEndpointRouteBuilder app)
    {
        ReceiveSmsReport.Map(app);
        ReceiveReturnedMail.Map(app);
        return app;
    }
}

using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Attendance;

internal static class AttendanceTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<AttendanceFact>(fact =>
        {
            fact.ToTable("fact", "attendance");
            fact.Ignore(row => row.At);
            fact.Ignore(row => row.Grade);
            fact.Property(row => row.PassHash).HasMaxLength(64);
            fact.Property(row => row.Claimed).HasMaxLength(20);
            fact.Property(row => row.HeldFor).HasMaxLength(40);
            fact.Property(row => row.GuestBand).HasMaxLength(10);
            fact.Property(row => row.GuestGender).HasMaxLength(1);
            fact.HasIndex(row => row.FactId).IsUnique();
            fact.HasIndex(row => new { row.SessionId, row.ParticipantId });
            fact.HasIndex(row => new { row.ParticipantId, row.DeviceTime });
        });
        model.Entity<GuestCount>(count =>
        {
            count.ToTable("guest_count", "attendance", table => table.HasCheckConstraint("ck_guest_count_people", "people >= 0"));
            count.Property(row => row.Band).HasMaxLength(10);
            count.Property(row => row.Gender).HasMaxLength(1);
            count.HasIndex(row => new { row.SessionId, row.Band, row.Gender }).IsUnique();
        });
        model.Entity<Mark>(mark =>
        {
            mark.ToTable("mark", "attendance");
            mark.Ignore(row => row.Grade);
            mark.Ignore(row => row.ExcusedBy);
            mark.HasIndex(row => new { row.SessionId, row.ParticipantId }).IsUnique();
            mark.HasIndex(row => new { row.ParticipantId, row.GroupId });
            mark.HasIndex(row => row.GroupId);
        });
        model.Entity<MonthInClass>(month =>
        {
            month.ToTable("month_in_class", "attendance");
            month.Property(row => row.ProgrammeCode).HasMaxLength(60);
            month.Property(row => row.Month).HasColumnName("in_month");
            month.HasIndex(row => row.Month);
            month.HasIndex(row => row.StayId);
            month.HasIndex(row => row.ParticipantId);
        });
        model.Entity<Register>(register =>
        {
            register.ToTable("register", "attendance");
            register.Property(row => row.Id).ValueGeneratedNever();
            register.HasIndex(row => row.SignedOffAt);
            register.HasIndex(row => row.SignedOffById);
            register.HasIndex(row => row.Marks).HasFilter("signed_off_at is not null and marks is null");
        });
        model.Entity<Review>(review =>
        {
            review.ToTable("review", "attendance");
            review.Property(row => row.Key).HasMaxLength(200);
            review.Property(row => row.Code).HasMaxLength(40);
            review.HasIndex(row => row.Key).IsUnique();
            review.HasIndex(row => new { row.ProviderId, row.SettledAt });
            review.HasIndex(row => row.SessionId);
        });
        model.Entity<CheckIn>(checkIn =>
        {
            checkIn.ToTable("check_in", "attendance");
            checkIn.HasIndex(row => new { row.SessionId, row.PhoneId }).IsUnique();
            checkIn.HasIndex(row => new { row.SessionId, row.ParticipantId }).IsUnique();
            checkIn.Property(row => row.Device).HasMaxLength(64).HasDefaultValue("");
        });
        model.Entity<Confirmation>(confirmation =>
        {
            confirmation.ToTable("confirmation", "attendance");
            confirmation.Property(row => row.Number).HasMaxLength(16);
            confirmation.Property(row => row.FirstLanguage).HasMaxLength(8);
            confirmation.Property(row => row.SecondLanguage).HasMaxLength(8);
            confirmation.Property(row => row.WithdrawnReasonCode).HasMaxLength(80);
            confirmation.Property(row => row.WithdrawnReason).HasMaxLength(1500);
            confirmation.Property(row => row.WithdrawnReasonLanguage).HasMaxLength(8);
            confirmation.Property(row => row.BirthParts).HasDefaultValue(Platform.Reading.PartialDate.Whole);
            confirmation.HasIndex(row => row.Number).IsUnique();
            confirmation.HasIndex(row => row.ParticipantId);
        });
        model.Entity<RoomKey>(key =>
        {
            key.ToTable("room_key", "attendance");
            key.Property(row => row.Id).ValueGeneratedNever();
            key.Property(row => row.Secret).HasMaxLength(100);
        });
        model.Entity<IllnessBook>(book =>
        {
            book.ToTable("illness_book", "attendance");
            book.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<IllnessReport>(report =>
        {
            report.ToTable("illness_report", "attendance");
            report.Ignore(row => row.MayChange);
            report.Property(row => row.From).HasColumnName("from_day");
            report.Property(row => row.Until).HasColumnName("until_day");
            report.Property(row => row.Words).HasMaxLength(1000);
            report.Property(row => row.Language).HasMaxLength(10);
            report.HasIndex(row => new { row.ParticipantId, row.FormId }).IsUnique();
            report.HasIndex(row => new { row.ParticipantId, row.From });
            report.HasMany(row => row.Cases).WithOne(row => row.Report).HasForeignKey(row => row.ReportId);
        });
        model.Entity<IllnessCase>(one =>
        {
            one.ToTable("illness_case", "attendance");
            one.Ignore(row => row.WordDays);
            one.Property(row => row.WhyKey).HasMaxLength(40);
            one.Property(row => row.WhyWords).HasMaxLength(1000);
            one.Property(row => row.WhyLanguage).HasMaxLength(10);
            one.HasIndex(row => new { row.ReportId, row.ProviderId }).IsUnique();
            one.HasIndex(row => new { row.ProviderId, row.State });
            one.HasIndex(row => row.ParticipantId);
        });
        model.Entity<IllnessNote>(note =>
        {
            note.ToTable("illness_note", "attendance");
            note.Property(row => row.ContentType).HasMaxLength(40);
            note.HasIndex(row => row.ReportId).IsUnique();
            note.HasIndex(row => row.SentAt);
            note.HasOne<IllnessReport>().WithMany().HasForeignKey(row => row.ReportId);
        });
        model.Entity<SheetPhoto>(photo =>
        {
            photo.ToTable("sheet_photo", "attendance");
            photo.Property(row => row.Id).ValueGeneratedNever();
            photo.Property(row => row.ContentType).HasMaxLength(40);
            photo.Property(row => row.SentBy).HasMaxLength(200);
            photo.HasIndex(row => row.SessionId);
            photo.HasIndex(row => row.SentAt);
        });
        model.Entity<RosterSnapshot>(snapshot =>
        {
            snapshot.ToTable("roster_snapshot", "attendance");
            snapshot.Property(row => row.Id).ValueGeneratedNever();
            snapshot.Property(row => row.Content).HasMaxLength(-1);
        });
    }

    /// <summary>What of these tables nobody can change without its showing. Names and what people wrote stay out.</summary>
    public static IServiceCollection AddChain(this IServiceCollection services) => services
        .AddChained<AttendanceFact>(
            "facts",
            [
                nameof(AttendanceFact.Id), nameof(AttendanceFact.FactId), nameof(AttendanceFact.SessionId), nameof(AttendanceFact.ParticipantId), nameof(AttendanceFact.PassHash),
                nameof(AttendanceFact.Kind), nameof(AttendanceFact.Minutes), nameof(AttendanceFact.Withdraws), nameof(AttendanceFact.Source), nameof(AttendanceFact.Claimed),
                nameof(AttendanceFact.Proof), nameof(AttendanceFact.Excuse), nameof(AttendanceFact.DeviceId), nameof(AttendanceFact.DeviceSequence), nameof(AttendanceFact.DeviceTime),
                nameof(AttendanceFact.ClockOffsetMs), nameof(AttendanceFact.ReceivedAt), nameof(AttendanceFact.HeldFor),
                nameof(AttendanceFact.GuestBand), nameof(AttendanceFact.GuestGender), nameof(AttendanceFact.Guests),
            ],
            at: nameof(AttendanceFact.ReceivedAt),
            leftOut: [nameof(AttendanceFact.RecordedBy), nameof(AttendanceFact.Note)])
        .AddEvidence("person", "facts", FactsOf)
        .AddEvidence("person", "audit", SignedRegistersOf);

    /// <summary>Decided or not: what was decided stays, the picture of an illness and what was said of it do not. A fact stays in the chain, which what somebody wrote beside it does not.</summary>
    public static IServiceCollection AddRetentions(this IServiceCollection services) => services
        .AddRetention("illness-notes", new(Days: IllnessReport.NoteDays), (db, day) => db.Set<IllnessNote>().Where(row => row.SentAt < day.Since).OrderBy(row => row.SentAt))
        .AddRetention("sheet-photos", new(Days: IllnessReport.NoteDays), (db, day) => db.Set<SheetPhoto>().Where(row => row.SentAt < day.Since).OrderBy(row => row.SentAt))
        .AddRetention(
            "illness-words",
            new(Months: 24),
            (db, day) => db.Set<IllnessReport>().Where(row => row.Until < day.First && row.Words != "").OrderBy(row => row.Until),
            (rows, _, cancel) => rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.Words, ""), cancel),
            leastMonths: 6)
        .AddRetention(
            "fact-notes",
            new(Months: 60),
            (db, day) => db.Set<AttendanceFact>().Where(row => row.ReceivedAt < day.Since && row.Note != "").OrderBy(row => row.ReceivedAt),
            (rows, _, cancel) => rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.Note, ""), cancel),
            leastMonths: 24)
        .AddRetention("confirmations", new(Months: 120), (db, day) => db.Set<Confirmation>().Where(row => row.IssuedOn < day.First).OrderBy(row => row.IssuedOn), leastMonths: 12);

    private static IQueryable<Guid> FactsOf(IServiceProvider services, Guid person) => SaidOf(services, person).Select(row => row.Id);

    /// <summary>Who signed the registers that speak of the person, and when.</summary>
    private static IQueryable<Guid> SignedRegistersOf(IServiceProvider services, Guid person)
    {
        var said = SaidOf(services, person);
        return services.GetRequiredService<IAudit>().Acts(IAttendance.SignedOff).Where(act => said.Any(fact => fact.SessionId == act.Subject)).Select(act => act.Id);
    }

    /// <summary>Also what was seen under a record that was closed since.</summary>
    private static IQueryable<AttendanceFact> SaidOf(IServiceProvider services, Guid person)
    {
        var (db, aliases) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<IParticipants>().Aliases);
        return db.Set<AttendanceFact>().Where(row => row.ParticipantId == person || aliases.Any(alias => alias.KeptId == person && alias.MergedId == row.ParticipantId));
    }
}

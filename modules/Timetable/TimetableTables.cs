using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable;

internal static class TimetableTables
{
    private const string Schema = "timetable";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Group>(group =>
        {
            // Taken and offered seats never exceed the capacity: whatever the code does, the database says no.
            group.ToTable("study_group", Schema, table => table.HasCheckConstraint(
                "ck_study_group_seats",
                "seats_taken >= 0 and seats_offered >= 0 and in_line >= 0 and seats_taken + seats_offered <= capacity"));
            group.Property(row => row.TimeZone).HasMaxLength(60);
            group.Property(row => row.HelpLanguage).HasMaxLength(10);
            group.Property(row => row.Bring).HasMaxLength(200);
            group.Ignore(row => row.FreeSeats);
            group.HasIndex(row => new { row.ProviderId, row.EndsOn });
            group.HasIndex(row => row.EndsOn);
        });
        model.Entity<Session>(session =>
        {
            session.ToTable("session", Schema);
            session.Property(row => row.TimeZone).HasMaxLength(60);
            session.HasOne<Group>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Restrict);
            session.HasMany(row => row.Changes).WithOne().HasForeignKey(change => change.SessionId).OnDelete(DeleteBehavior.Restrict);
            session.HasIndex(row => new { row.GroupId, row.StartsAt });
            session.HasIndex(row => new { row.ProviderId, row.StartsAt });
            session.HasIndex(row => row.StartsAt);
            session.HasIndex(row => row.LocalDate);
        });
        model.Entity<SessionChange>().ToTable("session_change", Schema);
        model.Entity<Enrolment>(enrolment =>
        {
            enrolment.ToTable("enrolment", Schema);
            enrolment.Property(row => row.ProgrammeCode).HasMaxLength(60);
            enrolment.HasOne<Group>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Restrict);
            enrolment.Ignore(row => row.Stay);
            enrolment.HasMany(row => row.Stays).WithOne().HasForeignKey(stay => stay.EnrolmentId).OnDelete(DeleteBehavior.Restrict);
            enrolment.HasMany(row => row.Changes).WithOne().HasForeignKey(change => change.EnrolmentId).OnDelete(DeleteBehavior.Restrict);
            enrolment.HasIndex(row => new { row.GroupId, row.ParticipantId }).IsUnique();
            enrolment.HasIndex(row => row.ParticipantId);
        });
        model.Entity<Stay>(stay =>
        {
            stay.ToTable("stay", Schema);
            stay.Property(row => row.From).HasColumnName("counts_from");
            stay.Property(row => row.Until).HasColumnName("counts_until");
            stay.Property(row => row.ProgrammeCode).HasMaxLength(60);
            stay.HasOne(row => row.Booking).WithMany().HasForeignKey(row => row.BookingId).OnDelete(DeleteBehavior.Restrict);

            // One stay at a time in a class.
            stay.HasIndex(row => row.EnrolmentId, "ix_stay_open").IsUnique().HasFilter("counts_until is null");
            stay.HasIndex(row => row.EnrolmentId, "ix_stay_enrolment_id");
            stay.HasIndex(row => row.BookingId);
            stay.HasIndex(row => new { row.GroupId, row.ParticipantId });
            stay.HasIndex(row => row.ParticipantId);
        });
        model.Entity<EnrolmentChange>(change =>
        {
            change.ToTable("enrolment_change", Schema);
            change.Property(row => row.By).HasColumnName("changed_by");
        });
        model.Entity<SessionChange>().Property(row => row.By).HasColumnName("changed_by");
        model.Entity<Offer>(offer =>
        {
            offer.ToTable("offer", Schema);
            offer.Property(row => row.End).HasColumnName("outcome");
            offer.HasOne<Enrolment>().WithMany().HasForeignKey(row => row.EnrolmentId).OnDelete(DeleteBehavior.Restrict);

            // One open offer a person and group.
            offer.HasIndex(row => row.EnrolmentId).IsUnique().HasFilter("closed_at is null");
            offer.HasIndex(row => row.ExpiresAt).HasFilter("closed_at is null");
            offer.HasIndex(row => row.ParticipantId);
        });
        model.Entity<ProgrammeAssignment>(assignment =>
        {
            assignment.ToTable("programme_assignment", Schema);
            assignment.Property(row => row.ProgrammeCode).HasMaxLength(60);
            assignment.Property(row => row.Reason).HasMaxLength(300);
            assignment.Property(row => row.At).HasColumnName("assigned_at");
            assignment.Property(row => row.By).HasColumnName("assigned_by");
            assignment.Property(row => row.ByName).HasColumnName("assigned_by_name").HasMaxLength(200);
            assignment.Property(row => row.UndoneByName).HasMaxLength(200);
            assignment.HasOne<Group>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Restrict);
            assignment.HasMany(row => row.Stays).WithOne().HasForeignKey(stay => stay.AssignmentId).OnDelete(DeleteBehavior.Restrict);
            assignment.HasIndex(row => row.At);
        });
        model.Entity<AssignedStay>(stay =>
        {
            stay.ToTable("assigned_stay", Schema);
            stay.HasOne<Stay>().WithMany().HasForeignKey(row => row.StayId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Diary>(diary =>
        {
            diary.ToTable("diary", Schema);
            diary.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<Holiday>(holiday =>
        {
            holiday.ToTable("holiday", Schema);
            holiday.Property(row => row.From).HasColumnName("first_day");
            holiday.Property(row => row.Until).HasColumnName("last_day");
            holiday.HasIndex(row => new { row.ProviderId, row.From });
        });
        model.Entity<CalendarFeed>(feed =>
        {
            feed.ToTable("calendar_feed", Schema);
            feed.Property(row => row.TokenHash).HasMaxLength(64);
            feed.HasIndex(row => row.TokenHash).IsUnique();
            feed.HasIndex(row => row.ParticipantId).IsUnique().HasFilter("revoked_at is null");
        });
    }
}

using Microsoft.EntityFrameworkCore;

namespace Courses.Activities;

internal static class ActivitiesTables
{
    private const string Schema = "activities";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<ActivityKind>(kind =>
        {
            kind.ToTable("kind", Schema);
            kind.HasKey(row => row.Code);
            kind.Property(row => row.Code).HasMaxLength(40);
            kind.Property(row => row.Icon).HasMaxLength(30);
            kind.HasMany(row => row.Names).WithOne().HasForeignKey(name => name.KindCode);
        });
        model.Entity<ActivityKindName>(name =>
        {
            name.ToTable("kind_name", Schema);
            name.HasKey(row => new { row.KindCode, row.Language });
            name.Property(row => row.KindCode).HasMaxLength(40);
            name.Property(row => row.Language).HasMaxLength(10);
            name.Property(row => row.Name).HasMaxLength(120);
        });
        model.Entity<Activity>(activity =>
        {
            activity.ToTable("activity", Schema);
            activity.Ignore(row => row.SpokenLanguages);
            activity.Ignore(row => row.InterpretedLanguages);
            activity.Property(row => row.Id).ValueGeneratedNever();
            activity.Property(row => row.KindCode).HasMaxLength(40);
            activity.Property(row => row.Title).HasMaxLength(120);
            activity.Property(row => row.About).HasMaxLength(1000);
            activity.Property(row => row.Languages).HasMaxLength(200);
            activity.Property(row => row.Interpreters).HasMaxLength(200);
            activity.Property(row => row.From).HasColumnName("from_time");
            activity.Property(row => row.Until).HasColumnName("until_time");
            activity.Property(row => row.MadeByName).HasMaxLength(200);
            activity.Property(row => row.CancelledByName).HasMaxLength(200);
            activity.Property(row => row.CancelledReasonCode).HasMaxLength(80);
            activity.Property(row => row.CancelledReason).HasMaxLength(1500);
            activity.Property(row => row.CancelledReasonLanguage).HasMaxLength(8);
            activity.HasOne<ActivityKind>().WithMany().HasForeignKey(row => row.KindCode).OnDelete(DeleteBehavior.Restrict);
            activity.HasMany(row => row.Meetings).WithOne().HasForeignKey(meeting => meeting.ActivityId).OnDelete(DeleteBehavior.Restrict);
            activity.HasMany(row => row.Invitations).WithOne().HasForeignKey(invitation => invitation.ActivityId).OnDelete(DeleteBehavior.Restrict);
            activity.HasIndex(row => row.ProviderId);
        });
        model.Entity<ActivityMeeting>(meeting =>
        {
            meeting.ToTable("meeting", Schema);
            meeting.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<ActivityInvitation>(invitation =>
        {
            invitation.ToTable("invitation", Schema, table => table.HasCheckConstraint("ck_invitation_seats", "seats > 0"));
            invitation.HasIndex(row => new { row.ActivityId, row.ProviderId }).IsUnique();
            invitation.HasIndex(row => row.ProviderId);
        });
        model.Entity<ActivityTopic>(topic =>
        {
            topic.ToTable("topic", Schema);
            topic.HasOne<Activity>().WithMany().HasForeignKey(row => row.ActivityId).OnDelete(DeleteBehavior.Restrict);
            topic.HasMany(row => row.Names).WithOne().HasForeignKey(name => name.TopicId);
        });
        model.Entity<ActivityTopicName>(name =>
        {
            name.ToTable("topic_name", Schema);
            name.HasKey(row => new { row.TopicId, row.Language });
            name.Property(row => row.Language).HasMaxLength(10);
            name.Property(row => row.Name).HasMaxLength(120);
        });
        model.Entity<ActivityVote>(vote =>
        {
            vote.ToTable("vote", Schema);
            vote.HasOne<ActivityTopic>().WithMany().HasForeignKey(row => row.TopicId).OnDelete(DeleteBehavior.Restrict);

            // One a person, whatever is tapped at the same time.
            vote.HasIndex(row => new { row.ActivityId, row.ParticipantId }).IsUnique();
            vote.HasIndex(row => row.ParticipantId);
        });
        model.Entity<Centre>(centre =>
        {
            centre.ToTable("centre", Schema);
            centre.Property(row => row.Name).HasMaxLength(200);

            // What takes place at a venue is counted for one centre.
            centre.HasIndex(row => row.VenueId).IsUnique();
            centre.HasIndex(row => row.ProviderId);
        });
        model.Entity<Residence>(residence =>
        {
            residence.ToTable("residence", Schema);
            residence.Property(row => row.From).HasColumnName("first_day");
            residence.Property(row => row.Until).HasColumnName("last_day");
            residence.HasOne<Centre>().WithMany().HasForeignKey(row => row.CentreId).OnDelete(DeleteBehavior.Restrict);

            // Nobody lives in two centres at once, whoever writes it down at the same time.
            residence.HasIndex(row => row.ParticipantId, "ix_residence_open").IsUnique().HasFilter("last_day is null");
            residence.HasIndex(row => row.ParticipantId, "ix_residence_participant_id");
            residence.HasIndex(row => new { row.CentreId, row.Until });
            residence.HasIndex(row => row.Until).HasFilter("last_day is not null");
        });
    }
}

using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

internal static class MentoringTables
{
    private const string Schema = "mentoring";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Helper>(helper =>
        {
            helper.ToTable("helper", Schema);
            helper.Property(row => row.Name).HasMaxLength(200);
            helper.Property(row => row.Languages).HasMaxLength(200);
            helper.Ignore(row => row.Speaks);
            helper.HasIndex(row => row.AccountId).IsUnique().HasFilter("account_id is not null");
            helper.HasIndex(row => row.TeacherId).IsUnique().HasFilter("teacher_id is not null");
            helper.HasMany(row => row.Proofs).WithOne().HasForeignKey(proof => proof.HelperId);
        });
        model.Entity<HelperProof>(proof => proof.ToTable("helper_proof", Schema));
        model.Entity<Engagement>(engagement =>
        {
            engagement.ToTable("engagement", Schema);
            engagement.Property(row => row.TemplateCode).HasMaxLength(60);
            engagement.Ignore(row => row.LeftEarly);
            engagement.HasOne<Helper>().WithMany().HasForeignKey(row => row.HelperId).OnDelete(DeleteBehavior.Cascade);
            engagement.HasOne<PairTemplate>().WithMany().HasForeignKey(row => row.TemplateId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<HoursPaper>(hours =>
        {
            hours.ToTable("hours_paper", Schema);
            hours.HasOne<Helper>().WithMany().HasForeignKey(row => row.HelperId).OnDelete(DeleteBehavior.Cascade);
            hours.HasIndex(row => new { row.HelperId, row.FirstDay, row.LastDay }).IsUnique();
        });
        model.Entity<PairTemplate>(template =>
        {
            template.ToTable("pair_template", Schema);
            template.Property(row => row.Code).HasMaxLength(60);
            template.Property(row => row.Json).HasMaxLength(-1);
            template.Property(row => row.LoadedByName).HasMaxLength(200);
            template.Ignore(row => row.Terms);
            template.HasIndex(row => row.LoadedAt);
        });
        model.Entity<Pair>(pair =>
        {
            pair.ToTable("pair", Schema);
            pair.Property(row => row.TemplateCode).HasMaxLength(60);
            pair.Property(row => row.ProgrammeCode).HasMaxLength(60);
            pair.Ignore(row => row.IsOpen);
            pair.HasOne<Helper>().WithMany().HasForeignKey(row => row.HelperId).OnDelete(DeleteBehavior.Restrict);
            pair.HasOne<PairTemplate>().WithMany().HasForeignKey(row => row.TemplateId).OnDelete(DeleteBehavior.Restrict);
            pair.HasMany(row => row.Events).WithOne().HasForeignKey(act => act.PairId);
            pair.HasIndex(row => row.ParticipantId);
        });
        model.Entity<PairEvent>(act =>
        {
            act.ToTable("pair_event", Schema);
            act.Property(row => row.Said).HasMaxLength(Pair.LongestReason);
        });
        model.Entity<Meeting>(meeting =>
        {
            meeting.ToTable("meeting", Schema);
            meeting.Property(row => row.Place).HasMaxLength(200);
            meeting.Ignore(row => row.Stands);
            meeting.Ignore(row => row.Counts);
            meeting.HasOne<Pair>().WithMany().HasForeignKey(row => row.PairId).OnDelete(DeleteBehavior.Cascade);
            meeting.HasMany(row => row.Words).WithOne().HasForeignKey(word => word.MeetingId);
            meeting.HasIndex(row => new { row.HelperId, row.StartsAt });
            meeting.HasIndex(row => row.On);
        });
        model.Entity<MeetingWord>(word =>
        {
            word.ToTable("meeting_word", Schema);
            word.Property(row => row.Said).HasMaxLength(Meeting.LongestText);
        });
    }
}

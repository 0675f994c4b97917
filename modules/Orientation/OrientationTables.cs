using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation;

internal static class OrientationTables
{
    private const string Schema = "orientation";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Topic>(topic =>
        {
            topic.ToTable("topic", Schema);
            topic.HasKey(row => row.Code);
            topic.Property(row => row.Code).HasMaxLength(60);
            topic.Property(row => row.ProgrammeCode).HasMaxLength(60);
            topic.Property(row => row.Name).HasMaxLength(200);
            topic.HasMany(row => row.Names).WithOne().HasForeignKey(name => name.TopicCode);
        });
        model.Entity<TopicName>(name =>
        {
            name.ToTable("topic_name", Schema);
            name.HasKey(row => new { row.TopicCode, row.Language });
            name.Property(row => row.TopicCode).HasMaxLength(60);
            name.Property(row => row.Language).HasMaxLength(10);
            name.Property(row => row.Name).HasMaxLength(200);
        });
        model.Entity<ModuleRun>(run =>
        {
            run.ToTable("module_run", Schema);
            run.Property(row => row.Id).ValueGeneratedNever();
            run.Property(row => row.TopicCode).HasMaxLength(60);
            run.Property(row => row.Language).HasMaxLength(10);
            run.HasOne<Topic>().WithMany().HasForeignKey(row => row.TopicCode).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Completion>(completion =>
        {
            completion.ToTable("completion", Schema);
            completion.Property(row => row.Id).ValueGeneratedNever();
            completion.Property(row => row.TopicCode).HasMaxLength(60);
            completion.HasIndex(row => new { row.ParticipantId, row.TopicCode }).IsUnique();
            completion.HasIndex(row => row.RunId).HasFilter("run_id is not null");
        });
        model.Entity<Rating>(rating =>
        {
            rating.ToTable("rating", Schema);
            rating.Property(row => row.Comment).HasMaxLength(2000);
            rating.HasIndex(row => row.RunId);
        });
        model.Entity<RatingGiven>(given =>
        {
            given.ToTable("rating_given", Schema);
            given.HasKey(row => new { row.RunId, row.ParticipantId });
        });
    }
}

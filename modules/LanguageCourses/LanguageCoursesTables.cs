using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses;

internal static class LanguageCoursesTables
{
    private const string Schema = "language_courses";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Course>(course =>
        {
            course.ToTable("course", Schema);
            course.Property(row => row.Name).HasMaxLength(200);
            course.Property(row => row.Language).HasMaxLength(10);
            course.Property(row => row.Level).HasMaxLength(10);
            course.HasIndex(row => new { row.ProviderId, row.Name }).IsUnique();
            course.HasIndex(row => row.Level);
        });
        model.Entity<Class>(one =>
        {
            one.ToTable("class", Schema, table => table.HasCheckConstraint("ck_class_price", "price_cents >= 0"));
            one.Property(row => row.Id).ValueGeneratedNever();
            one.Property(row => row.Number).HasMaxLength(60);
            one.Property(row => row.ProgrammeCode).HasMaxLength(60);
            one.HasOne<Course>().WithMany().HasForeignKey(row => row.CourseId).OnDelete(DeleteBehavior.Restrict);
            one.HasIndex(row => new { row.ProviderId, row.Number }).IsUnique();
        });
        model.Entity<Certificate>(certificate =>
        {
            certificate.ToTable("certificate", Schema);
            certificate.Property(row => row.Language).HasMaxLength(10);
            certificate.Property(row => row.Level).HasMaxLength(10);
            certificate.Property(row => row.WithdrawnBy).HasMaxLength(200);
            certificate.Property(row => row.WithdrawnReasonCode).HasMaxLength(80);
            certificate.Property(row => row.WithdrawnReason).HasMaxLength(1500);
            certificate.Property(row => row.WithdrawnReasonLanguage).HasMaxLength(8);
            certificate.HasIndex(row => new { row.ParticipantId, row.Language, row.Level }).IsUnique().HasFilter("withdrawn_at is null");
        });
    }
}

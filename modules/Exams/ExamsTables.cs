using Microsoft.EntityFrameworkCore;

namespace Courses.Exams;

internal static class ExamsTables
{
    private const string Schema = "exams";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<ExamPart>(part =>
        {
            part.ToTable("part", Schema);
            part.HasKey(row => row.Code);
            part.Property(row => row.Code).HasMaxLength(40);
            part.Property(row => row.Skills).HasMaxLength(200);
            part.HasMany(row => row.Names).WithOne().HasForeignKey(name => name.PartCode);
        });
        model.Entity<ExamPartName>(name =>
        {
            name.ToTable("part_name", Schema);
            name.HasKey(row => new { row.PartCode, row.Language });
            name.Property(row => row.PartCode).HasMaxLength(40);
            name.Property(row => row.Language).HasMaxLength(10);
            name.Property(row => row.Name).HasMaxLength(120);
        });
        model.Entity<Exam>(exam =>
        {
            exam.ToTable("exam", Schema, table => table.HasCheckConstraint("ck_exam_seats", "seats_taken >= 0 and seats_taken <= seats"));
            exam.Property(row => row.Language).HasMaxLength(10);
            exam.Property(row => row.Level).HasMaxLength(10);
            exam.Property(row => row.MadeByName).HasMaxLength(200);
            exam.Property(row => row.CancelledByName).HasMaxLength(200);
            exam.Property(row => row.CancelledReasonCode).HasMaxLength(80);
            exam.Property(row => row.CancelledReason).HasMaxLength(1500);
            exam.Property(row => row.CancelledReasonLanguage).HasMaxLength(8);
            exam.HasIndex(row => row.On);
            exam.HasIndex(row => new { row.ProviderId, row.On });
        });
        model.Entity<ExamRegistration>(registration =>
        {
            registration.ToTable("registration", Schema);
            registration.HasOne<Exam>().WithMany().HasForeignKey(row => row.ExamId).OnDelete(DeleteBehavior.Restrict);
            registration.HasIndex(row => new { row.ExamId, row.ParticipantId }).IsUnique().HasFilter("withdrawn_at is null");
            registration.HasIndex(row => row.ParticipantId);
        });
        model.Entity<ExamResult>(result =>
        {
            result.ToTable("result", Schema, table => table.HasCheckConstraint("ck_result_points", "points is null or points between 0 and 100"));
            result.Property(row => row.Part).HasMaxLength(40);
            result.Property(row => row.EnteredByName).HasMaxLength(200);
            result.Property(row => row.Reason).HasMaxLength(500);
            result.HasOne<ExamRegistration>().WithMany().HasForeignKey(row => row.RegistrationId).OnDelete(DeleteBehavior.Cascade);

            // One first result of a part, and one correction of each row: two who type at once do not both stand.
            result.HasIndex(row => new { row.RegistrationId, row.Part }).IsUnique().HasFilter("corrects is null");
            result.HasIndex(row => row.RegistrationId);
            result.HasIndex(row => row.Corrects).IsUnique().HasFilter("corrects is not null");
        });
        model.Entity<ExamPass>(pass =>
        {
            pass.Ignore(row => row.LevelsBefore);
            pass.ToTable("pass", Schema);
            pass.Property(row => row.Language).HasMaxLength(10);
            pass.Property(row => row.Level).HasMaxLength(10);
            pass.Property(row => row.Raised).HasMaxLength(2000);
            pass.HasIndex(row => new { row.ParticipantId, row.Language, row.Level }).IsUnique().HasFilter("withdrawn_at is null");
        });
    }
}

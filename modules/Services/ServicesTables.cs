using Microsoft.EntityFrameworkCore;

namespace Courses.Services;

internal static class ServicesTables
{
    private const string Schema = "services";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Service>(service =>
        {
            service.ToTable("service", Schema, table => table.HasCheckConstraint("ck_service_position", "latitude between -90 and 90 and longitude between -180 and 180"));
            service.Ignore(row => row.SpokenLanguages);
            service.Ignore(row => row.ThingsBrought);
            service.Ignore(row => row.OpeningHours);
            service.Property(row => row.Id).ValueGeneratedNever();
            service.Property(row => row.TopicCode).HasMaxLength(40);
            service.Property(row => row.Name).HasMaxLength(120);
            service.Property(row => row.Address).HasMaxLength(200);
            service.Property(row => row.Phone).HasMaxLength(40);
            service.Property(row => row.Website).HasMaxLength(200);
            service.Property(row => row.Languages).HasMaxLength(200);
            service.Property(row => row.Hours).HasMaxLength(WeekHours.Longest);
            service.Property(row => row.Bring).HasMaxLength(200);
            service.Property(row => row.ReviewedByName).HasMaxLength(200);
            service.Property(row => row.WithdrawnByName).HasMaxLength(200);
            service.HasMany(row => row.Notes).WithOne().HasForeignKey(note => note.ServiceId);
            service.HasIndex(row => row.ProviderId);
            service.HasIndex(row => row.ReviewedAt);
        });
        model.Entity<ServiceNote>(note =>
        {
            note.ToTable("note", Schema);
            note.HasKey(row => new { row.ServiceId, row.Language });
            note.Property(row => row.Language).HasMaxLength(10);
            note.Property(row => row.Text).HasMaxLength(ServiceNote.Longest);
        });
        model.Entity<Lendable>(thing =>
        {
            thing.ToTable("lendable", Schema);
            thing.Property(row => row.Kind).HasMaxLength(40);
            thing.Property(row => row.Label).HasMaxLength(60);
            thing.Property(row => row.Note).HasMaxLength(300);
            thing.Property(row => row.WithdrawnByName).HasMaxLength(200);
            thing.HasMany(row => row.Loans).WithOne().HasForeignKey(loan => loan.LendableId).OnDelete(DeleteBehavior.Restrict);

            // What is written on a thing tells it from the others, and a second tap adds no second one.
            thing.HasIndex(row => new { row.ProviderId, row.Kind, row.Label }).IsUnique();
        });
        model.Entity<Loan>(loan =>
        {
            loan.ToTable("loan", Schema);
            loan.Ignore(row => row.IsOut);
            loan.Property(row => row.LentByName).HasMaxLength(200);

            // One thing is with one person, whoever lends it at the same time.
            loan.HasIndex(row => row.LendableId, "ix_loan_open").IsUnique().HasFilter("returned_on is null");
            loan.HasIndex(row => row.LendableId, "ix_loan_lendable_id");
            loan.HasIndex(row => row.ParticipantId);
            loan.HasIndex(row => row.DueOn).HasFilter("returned_on is null");
            loan.HasIndex(row => row.ReturnedOn).HasFilter("returned_on is not null");
        });
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Courses.Messaging;

internal static class MessagingTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Message>(ConfigureMessage);
        model.Entity<PrintRun>(ConfigurePrintRun);
        model.Entity<RemindersOff>(off =>
        {
            off.ToTable("reminders_off", "messaging").HasKey(row => row.ParticipantId);
            off.Property(row => row.ParticipantId).ValueGeneratedNever();
        });
        model.Entity<ChosenWay>(chosen =>
        {
            chosen.ToTable("chosen_way", "messaging").HasKey(row => row.ParticipantId);
            chosen.Property(row => row.ParticipantId).ValueGeneratedNever();
        });
        model.Entity<RefusedAddress>(refused =>
        {
            refused.ToTable("refused_address", "messaging");
            refused.Property(row => row.Id).ValueGeneratedNever();
            refused.Property(row => row.Address).HasMaxLength(320);
        });
    }

    private static void ConfigurePrintRun(EntityTypeBuilder<PrintRun> run)
    {
        run.ToTable("print_run", "messaging");
        run.Property(row => row.MadeByName).HasMaxLength(200);
        run.Ignore(row => row.IsOpen);
        run.HasIndex(row => row.MadeAt);
    }

    private static void ConfigureMessage(EntityTypeBuilder<Message> message)
    {
        message.ToTable("message", "messaging");
        message.Ignore(row => row.DetailList);
        message.Ignore(row => row.Secret);
        message.Property(row => row.Kind).HasMaxLength(80);
        message.Property(row => row.Language).HasMaxLength(8);
        message.Property(row => row.Details).HasMaxLength(-1);
        message.Property(row => row.ToldHow).HasMaxLength(20);

        // Whoever lost the lease meanwhile must not hand the letter over, nor write over what the next holder wrote down.
        message.Property(row => row.Lease).IsConcurrencyToken();
        message.HasIndex(row => row.OnceId).IsUnique();
        message.HasIndex(row => new { row.State, row.NotBefore });
        message.HasIndex(row => new { row.ParticipantId, row.SentAt });
        message.HasIndex(row => row.SentAt);
        message.Property(row => row.GatewayId).HasMaxLength(100);
        message.HasIndex(row => row.LetterId).HasFilter("letter_id is not null");
        message.HasIndex(row => row.GatewayId).HasFilter("gateway_id is not null");
        message.HasIndex(row => row.PrintRunId).HasFilter("print_run_id is not null");

        // Letters whose delivery somebody waits to hear of: few, and looked for in each run.
        message.HasIndex(row => row.DeliveredOn).HasFilter("answer_working_days is not null and told_at is null");
        message.HasIndex(row => row.Lease);
    }
}

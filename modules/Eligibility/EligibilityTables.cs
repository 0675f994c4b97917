using Courses.Contracts.Participants;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Eligibility;

internal static class EligibilityTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Programme>(programme =>
        {
            programme.ToTable("programme", "eligibility");
            programme.Property(row => row.Code).HasMaxLength(60);
            programme.HasIndex(row => row.Code).IsUnique();
            programme.HasMany(row => row.Names).WithOne().HasForeignKey(name => name.ProgrammeId);
            programme.HasMany(row => row.Versions).WithOne().HasForeignKey(version => version.ProgrammeId);
        });
        model.Entity<ProgrammeName>(name =>
        {
            name.ToTable("programme_name", "eligibility");
            name.HasKey(row => new { row.ProgrammeId, row.Language });
            name.Property(row => row.Language).HasMaxLength(8);
            name.Property(row => row.Name).HasMaxLength(200);
        });
        model.Entity<ProgrammeVersion>(version =>
        {
            version.ToTable("programme_version", "eligibility");
            version.Ignore(row => row.Terms);
            version.Ignore(row => row.State);
            version.Ignore(row => row.IsBackDated);
            version.Property(row => row.PublishedBy).HasMaxLength(200);
            version.Property(row => row.WithdrawnBy).HasMaxLength(200);
            version.Property(row => row.WithdrawnWhy).HasMaxLength(1000);
            version.HasIndex(row => new { row.ProgrammeId, row.Number }).IsUnique();
            foreach (var json in new[] { nameof(ProgrammeVersion.Rules), nameof(ProgrammeVersion.Gives), nameof(ProgrammeVersion.Must), nameof(ProgrammeVersion.Groups), nameof(ProgrammeVersion.Attendance) })
            {
                version.Property(json).HasMaxLength(-1);
            }

            version.Property(row => row.Note).HasMaxLength(2000);
        });
        model.Entity<Decision>(decision =>
        {
            decision.ToTable("decision", "eligibility");
            decision.Property(row => row.ProgrammeCode).HasMaxLength(60);
            decision.Property(row => row.Subject).HasMaxLength(20);
            decision.Property(row => row.Period).HasMaxLength(10).HasDefaultValue("");
            decision.Property(row => row.Forecast).HasMaxLength(20);
            decision.Property(row => row.Signature).HasMaxLength(64);
            decision.Property(row => row.Reasons).HasMaxLength(-1);
            decision.Property(row => row.Facts).HasMaxLength(-1);

            // One decision in force for each subject and period, whatever runs at once.
            decision.HasIndex(row => new { row.ParticipantId, row.ProgrammeCode, row.Subject, row.Period }).IsUnique().HasFilter("superseded_at is null");
            decision.HasIndex(row => new { row.ParticipantId, row.DecidedAt });

            // Who is at risk today is counted on start pages.
            decision.HasIndex(row => new { row.Forecast, row.Period }).HasFilter("superseded_at is null");

            // Who may enter a programme is asked of everybody at once: the index alone has to answer.
            decision.HasIndex(row => new { row.ProgrammeCode, row.Subject, row.Outcome, row.ParticipantId }).HasFilter("superseded_at is null");
        });
        model.Entity<Proposal>(proposal =>
        {
            proposal.ToTable("proposal", "eligibility");
            proposal.Ignore(row => row.IsRunning);
            proposal.Ignore(row => row.WaitsForPerson);
            proposal.Ignore(row => row.AppealIsOpen);
            proposal.Property(row => row.ProgrammeCode).HasMaxLength(60);
            proposal.Property(row => row.Period).HasMaxLength(10).HasDefaultValue("");
            proposal.Property(row => row.CommentWorkingDays).HasDefaultValue(10).HasSentinel(-1);
            proposal.Property(row => row.ToldHow).HasMaxLength(20);
            proposal.Ignore(row => row.Reason);
            proposal.Property(row => row.DecisionReason).HasMaxLength(2000);
            proposal.Property(row => row.DecisionReasonCode).HasMaxLength(80);
            proposal.Property(row => row.DecisionReasonLanguage).HasMaxLength(8);
            proposal.Property(row => row.Comment).HasMaxLength(Proposal.MostSaid);
            proposal.Property(row => row.Appeal).HasMaxLength(2000);
            proposal.HasIndex(row => row.DecisionId).IsUnique();
            proposal.HasIndex(row => new { row.ParticipantId, row.ProgrammeCode });
            proposal.HasIndex(row => row.State);
        });
        model.Entity<Stale>(stale =>
        {
            stale.ToTable("stale", "eligibility");
            stale.HasIndex(row => row.MarkedAt);
            stale.HasIndex(row => row.ParticipantId);
        });
        model.Entity<SetAside>(aside =>
        {
            aside.ToTable("set_aside", "eligibility");
            aside.Property(row => row.Id).ValueGeneratedNever();
            aside.Property(row => row.Why).HasMaxLength(2000);
        });
        model.Entity<Simulation>(simulation =>
        {
            simulation.ToTable("simulation", "eligibility");
            simulation.Ignore(row => row.Terms);
            simulation.Ignore(row => row.Result);
            simulation.Property(row => row.ProgrammeCode).HasMaxLength(60);
            simulation.Property(row => row.On).HasColumnName("on_day");
            simulation.Property(row => row.Since).HasColumnName("since_day");
            simulation.Property(row => row.Until).HasColumnName("until_day");
            simulation.Property(row => row.Definition).HasMaxLength(-1);
            simulation.Property(row => row.Answer).HasMaxLength(-1);
            simulation.HasIndex(row => new { row.ProgrammeCode, row.AskedAt });
        });
        model.Entity<SimulatedPerson>(person =>
        {
            person.ToTable("simulated_person", "eligibility");
            person.Property(row => row.Subject).HasMaxLength(20);
            person.HasIndex(row => new { row.SimulationId, row.Subject, row.Movement });
        });
        model.Entity<DecisionReview>(review =>
        {
            review.ToTable("decision_review", "eligibility");
            review.Property(row => row.ProgrammeCode).HasMaxLength(60);
            review.Property(row => row.SettledBy).HasMaxLength(200);
            review.Property(row => row.Note).HasMaxLength(DecisionReview.LongestNote);
            review.HasIndex(row => new { row.DecisionId, row.RuleVersion }).IsUnique();
            review.HasIndex(row => new { row.ProgrammeCode, row.RuleVersion });
            review.HasIndex(row => row.ProposedAt).HasFilter("settled_at is null and withdrawn_at is null");
        });
        model.Entity<RecomputeGate>(gate =>
        {
            gate.ToTable("recompute_gate", "eligibility");
            gate.Property(row => row.Id).ValueGeneratedNever();
            gate.HasData(new RecomputeGate { Id = RecomputeGate.TheOne });
        });
    }

    /// <summary>What of these tables nobody can change without its showing. What supersedes a decision is a later one.</summary>
    public static IServiceCollection AddChain(this IServiceCollection services) => services
        .AddChained<Decision>(
            "decisions",
            [
                nameof(Decision.Id), nameof(Decision.ParticipantId), nameof(Decision.ProgrammeCode), nameof(Decision.RuleVersion), nameof(Decision.Subject), nameof(Decision.Period),
                nameof(Decision.Outcome), nameof(Decision.Forecast), nameof(Decision.AttendedMinutes), nameof(Decision.HeldMinutes), nameof(Decision.Reasons), nameof(Decision.Facts),
                nameof(Decision.Signature), nameof(Decision.DecidedAt),
            ],
            at: nameof(Decision.DecidedAt),
            leftOut: [nameof(Decision.SupersededAt)])
        .AddEvidence("person", "decisions", DecisionsOn);

    /// <summary>Also on a record that was closed since.</summary>
    private static IQueryable<Guid> DecisionsOn(IServiceProvider services, Guid person)
    {
        var (db, aliases) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<IParticipants>().Aliases);
        return db.Set<Decision>().Where(row => row.ParticipantId == person || aliases.Any(alias => alias.KeptId == person && alias.MergedId == row.ParticipantId)).Select(row => row.Id);
    }
}

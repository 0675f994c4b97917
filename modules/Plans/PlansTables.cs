using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

internal static class PlansTables
{
    private const string Schema = "plans";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<PlanTemplate>(template =>
        {
            template.ToTable("plan_template", Schema);
            template.Property(row => row.Code).HasMaxLength(60);
            template.Property(row => row.Json).HasMaxLength(-1);
            template.Property(row => row.LoadedByName).HasMaxLength(200);
            template.Ignore(row => row.Terms);
            template.HasIndex(row => row.LoadedAt);
        });
        model.Entity<Plan>(plan =>
        {
            // PLAN is a word of T-SQL.
            plan.ToTable("person_plan", Schema);
            plan.Property(row => row.TemplateCode).HasMaxLength(60);
            plan.Property(row => row.ProgrammeCode).HasMaxLength(60);
            plan.Property(row => row.CoachName).HasMaxLength(200);
            plan.Ignore(row => row.IsOpen);
            plan.Ignore(row => row.CityHasAgreed);
            plan.Ignore(row => row.PersonHasAgreed);
            plan.HasOne<PlanTemplate>().WithMany().HasForeignKey(row => row.TemplateId).OnDelete(DeleteBehavior.Restrict);
            plan.HasMany(row => row.Aims).WithOne().HasForeignKey(aim => aim.PlanId);
            plan.HasMany(row => row.Steps).WithOne().HasForeignKey(step => step.PlanId);
            plan.HasMany(row => row.Events).WithOne().HasForeignKey(act => act.PlanId);
            plan.HasMany(row => row.Agreements).WithOne().HasForeignKey(agreement => agreement.PlanId);

            // A person has one plan at a time, whoever makes another one at the same moment.
            plan.HasIndex(row => row.ParticipantId, "ux_plan_open").IsUnique().HasFilter("closed_on is null");
            plan.HasIndex(row => row.ParticipantId);
            plan.HasIndex(row => new { row.CoachId, row.MadeAt });
            plan.HasIndex(row => row.OtherWishedAt).HasFilter("other_wished_at is not null");
        });
        model.Entity<PlanAim>(aim =>
        {
            aim.ToTable("aim", Schema);
            aim.Property(row => row.Id).ValueGeneratedNever();
            aim.Property(row => row.Code).HasMaxLength(60);
            aim.Property(row => row.Kind).HasMaxLength(60);
            aim.Property(row => row.Part).HasMaxLength(40);
            aim.Property(row => row.Target).HasMaxLength(60);
            aim.Property(row => row.Text).HasMaxLength(Plan.LongestText);
            aim.Property(row => row.EvidenceCode).HasMaxLength(60);
            aim.Property(row => row.Evidence).HasMaxLength(Plan.LongestText);
            aim.Ignore(row => row.Values);
        });
        model.Entity<PlanStep>(step =>
        {
            step.ToTable("step", Schema);
            step.Property(row => row.Id).ValueGeneratedNever();
            step.Property(row => row.Code).HasMaxLength(60);
            step.Property(row => row.Text).HasMaxLength(Plan.LongestText);
            step.Property(row => row.DoneByName).HasMaxLength(200);
            step.Ignore(row => row.Values);
        });
        model.Entity<PlanEvent>(act =>
        {
            act.ToTable("plan_event", Schema);
            act.Property(row => row.DoneByName).HasMaxLength(200);
            act.Property(row => row.Values).HasColumnName("values_json").HasMaxLength(-1);
            act.Property(row => row.Said).HasMaxLength(Plan.LongestSaid);
            act.HasIndex(row => new { row.PlanId, row.Number }).IsUnique();
        });
        model.Entity<PlanAgreement>(agreement =>
        {
            agreement.ToTable("agreement", Schema);
            agreement.Property(row => row.DoneByName).HasMaxLength(200);
            agreement.Property(row => row.Language).HasMaxLength(8);
            agreement.Property(row => row.Text).HasMaxLength(-1);
        });
        model.Entity<PlanHandover>(handover =>
        {
            handover.ToTable("handover", Schema);
            handover.Property(row => row.Id).ValueGeneratedNever();
            handover.Property(row => row.Until).HasColumnName("until_day");
            handover.Property(row => row.ToName).HasMaxLength(200);
            handover.Property(row => row.FromCoachName).HasMaxLength(200);
            handover.HasOne<Plan>().WithMany().HasForeignKey(row => row.PlanId).OnDelete(DeleteBehavior.Cascade);
            handover.HasIndex(row => row.ConsentId);
            handover.HasIndex(row => row.ToProviderId).HasFilter("to_provider_id is not null");
            handover.HasIndex(row => row.ToCoachId).HasFilter("to_coach_id is not null");
        });
    }
}

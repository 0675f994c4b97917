using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

internal static class ParticipantsTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Participant>(person =>
        {
            person.ToTable("participant", "participants");
            person.Property(row => row.GivenName).HasMaxLength(120);
            person.Property(row => row.FamilyName).HasMaxLength(120);
            person.Property(row => row.LatinGivenName).HasMaxLength(240);
            person.Property(row => row.LatinFamilyName).HasMaxLength(240);
            person.Property(row => row.Gender).HasMaxLength(1);
            person.Property(row => row.Language).HasMaxLength(8);
            person.Property(row => row.Email).HasMaxLength(254);
            person.Property(row => row.Phone).HasMaxLength(40);
            person.Property(row => row.Address).HasMaxLength(PostalAddress.Longest);
            person.Property(row => row.Level).HasMaxLength(10);
            person.Property(row => row.PassNumber).HasMaxLength(20);
            person.HasMany(row => row.Statuses).WithOne().HasForeignKey(row => row.ParticipantId);
            person.HasMany(row => row.Levels).WithOne().HasForeignKey(row => row.ParticipantId);
            person.HasMany(row => row.Needs).WithOne().HasForeignKey(row => row.ParticipantId);
            person.HasMany(row => row.Passes).WithOne().HasForeignKey(row => row.ParticipantId);
            person.HasIndex(row => row.BirthDate);
            person.Property(row => row.BirthParts).HasDefaultValue(PartialDate.Whole);
            person.HasIndex(row => row.RegisteredAt);
            person.HasIndex(row => row.SearchName);
            person.HasIndex(row => row.Email).HasFilter("email is not null");
            person.HasIndex(row => row.PassNumber);
            person.HasIndex(row => row.MergedInto).HasFilter("merged_into is not null");
        });
        model.Entity<SearchKey>(key =>
        {
            key.ToTable("search_key", "participants");
            key.HasKey(row => new { row.Key, row.ParticipantId });
            key.HasIndex(row => row.ParticipantId);
        });
        model.Entity<SearchWord>(word =>
        {
            word.ToTable("search_word", "participants");
            word.Property(row => row.Id).ValueGeneratedNever();
            word.Property(row => row.Word).HasMaxLength(2 * SearchKeys.LongestWord);
            word.HasIndex(row => row.Key);
        });
        model.Entity<Merge>(merge =>
        {
            merge.ToTable("record_merge", "participants");
            merge.Property(row => row.By).HasColumnName("merged_by");
            merge.Property(row => row.ByName).HasMaxLength(200);
            merge.Property(row => row.UndoneByName).HasMaxLength(200);
            merge.HasMany(row => row.Rows).WithOne().HasForeignKey(row => row.MergeId).OnDelete(DeleteBehavior.Restrict);
            merge.HasIndex(row => row.KeptId);
            merge.HasIndex(row => row.MergedId);
        });
        model.Entity<MergedRow>(row =>
        {
            row.ToTable("merged_row", "participants");
            row.Property(one => one.Table).HasColumnName("table_name").HasMaxLength(120);
            row.Property(one => one.Row).HasColumnName("row_id");
        });
        model.Entity<LikelyDouble>(pair =>
        {
            pair.ToTable("likely_double", "participants");
            pair.Property(row => row.Id).ValueGeneratedNever();
            pair.Property(row => row.Reasons).HasMaxLength(200);
            pair.Property(row => row.SettledByName).HasMaxLength(200);
            pair.HasOne<Participant>().WithMany().HasForeignKey(row => row.FirstId).OnDelete(DeleteBehavior.Restrict);
            pair.HasOne<Participant>().WithMany().HasForeignKey(row => row.SecondId).OnDelete(DeleteBehavior.Restrict);
            pair.HasIndex(row => new { row.Weight, row.FoundAt }).HasFilter("settled_at is null");
        });
        model.Entity<StatusPeriod>(status =>
        {
            status.ToTable("status", "participants");
            status.Property(row => row.From).HasColumnName("from_day");
            status.Property(row => row.Until).HasColumnName("until_day");
            status.HasIndex(row => new { row.ParticipantId, row.From }).IsUnique();
        });
        model.Entity<SkillLevel>(level =>
        {
            level.ToTable("level", "participants");
            level.Property(row => row.Level).HasMaxLength(10);
            level.Property(row => row.FirstLevel).HasMaxLength(10);
            level.HasIndex(row => new { row.ParticipantId, row.Skill }).IsUnique();
        });
        model.Entity<PersonNote>(note =>
        {
            note.ToTable("person_note", "participants");
            note.Property(row => row.Text).HasMaxLength(PersonNote.Longest);
            note.Property(row => row.WrittenBy).HasMaxLength(200);
            note.HasIndex(row => new { row.ParticipantId, row.WrittenAt });
            note.HasIndex(row => row.WrittenOn);
        });
        model.Entity<PersonFile>(file =>
        {
            file.ToTable("person_file", "participants");
            file.Property(row => row.AskedByName).HasMaxLength(200);
            file.Property(row => row.Language).HasMaxLength(10);
            file.Property(row => row.Records).HasColumnName("record_count");
            file.HasIndex(row => row.ParticipantId);
            file.HasIndex(row => row.AskedAt);
        });
        model.Entity<Erasure>(erasure =>
        {
            erasure.ToTable("erasure", "participants");
            erasure.Ignore(row => row.IsOpen);
            erasure.Ignore(row => row.IsDecided);
            erasure.Property(row => row.Number).HasColumnName("erased_number");
            erasure.Property(row => row.AskedByName).HasMaxLength(200);
            erasure.Property(row => row.FirstByName).HasMaxLength(200);
            erasure.Property(row => row.SecondByName).HasMaxLength(200);
            erasure.Property(row => row.WithdrawnByName).HasMaxLength(200);
            erasure.HasMany(row => row.Steps).WithOne().HasForeignKey(row => row.ErasureId).OnDelete(DeleteBehavior.Restrict);
            erasure.HasIndex(row => row.ParticipantId, "ux_erasure_runs").IsUnique().HasFilter("withdrawn_at is null");
            erasure.HasIndex(row => row.Number).IsUnique().HasFilter("erased_number is not null");
            erasure.HasIndex(row => row.AskedAt);
        });
        model.Entity<ErasureStep>(step =>
        {
            step.ToTable("erasure_step", "participants");
            step.Property(row => row.Table).HasColumnName("table_name").HasMaxLength(120);
            step.Property(row => row.Rows).HasColumnName("row_count");
            step.Property(row => row.Error).HasMaxLength(-1);
        });
        model.Entity<LegalHold>(hold =>
        {
            hold.ToTable("legal_hold", "participants");
            hold.Property(row => row.Until).HasColumnName("until_day");
            hold.Property(row => row.Reason).HasMaxLength(LegalHold.LongestReason);
            hold.Property(row => row.ByName).HasMaxLength(200);
            hold.Property(row => row.EndedByName).HasMaxLength(200);
            hold.HasIndex(row => row.ParticipantId);
        });
        model.Entity<ConsentPurpose>(purpose =>
        {
            purpose.ToTable("consent_purpose", "participants");
            purpose.Property(row => row.Code).HasMaxLength(60);
            purpose.Property(row => row.Json).HasMaxLength(-1);
            purpose.Property(row => row.LoadedByName).HasMaxLength(200);
            purpose.Ignore(row => row.Terms);
            purpose.HasIndex(row => row.LoadedAt);
        });
        model.Entity<Consent>(consent =>
        {
            consent.ToTable("consent", "participants");
            consent.Property(row => row.Until).HasColumnName("until_day");
            consent.Property(row => row.Purpose).HasMaxLength(60);
            consent.Property(row => row.Whom).HasMaxLength(200);
            consent.HasOne<ConsentPurpose>().WithMany().HasForeignKey(row => row.PurposeId).OnDelete(DeleteBehavior.Restrict);
            consent.HasMany(row => row.Words).WithOne().HasForeignKey(word => word.ConsentId);
            consent.HasIndex(row => row.ParticipantId);
            consent.HasIndex(row => row.AnsweredAt);
        });
        model.Entity<ConsentWord>(word =>
        {
            word.ToTable("consent_word", "participants");
            word.Property(row => row.Language).HasMaxLength(8);
            word.Property(row => row.Text).HasMaxLength(ConsentWord.Longest);
        });
        model.Entity<PersonalNeed>(need =>
        {
            need.ToTable("need", "participants");
            need.HasIndex(row => new { row.ParticipantId, row.Need }).IsUnique();
        });
        model.Entity<Pass>(pass =>
        {
            pass.ToTable("pass", "participants");
            pass.Property(row => row.Number).HasMaxLength(20);
            pass.Property(row => row.TokenHash).HasMaxLength(64);
            pass.HasIndex(row => row.Number).IsUnique();
            pass.HasIndex(row => row.TokenHash).IsUnique();

            // Each scan asks whether its pass is an old one, and nearly none is.
            pass.HasIndex(row => row.TokenHash, "ix_pass_replaced").HasFilter("replaced_at is not null");

            // One pass of their own at a time, whoever replaces it at the same moment.
            pass.HasIndex(row => row.ParticipantId).IsUnique().HasFilter("replaced_at is null and brought_at is null");
        });
        model.Entity<Referral>(referral =>
        {
            referral.ToTable("referral", "participants");
            referral.Property(row => row.Office).HasMaxLength(80);
            referral.Property(row => row.CaseNumber).HasMaxLength(80);
            referral.Property(row => row.Language).HasMaxLength(8);
            referral.HasIndex(row => new { row.Office, row.CaseNumber }).IsUnique();
            referral.HasIndex(row => row.BirthDate);
            referral.Property(row => row.BirthParts).HasDefaultValue(PartialDate.Whole);
            referral.HasIndex(row => row.ReferredOn);
        });
        model.Entity<ProviderAccount>(account =>
        {
            account.ToTable("provider_account", "participants");
            account.Property(row => row.Iban).HasMaxLength(34);
            account.Property(row => row.ProposedByName).HasMaxLength(200);
            account.Property(row => row.ConfirmedByName).HasMaxLength(200);
            account.Property(row => row.WithdrawnByName).HasMaxLength(200);
            account.HasIndex(row => row.ProviderId, "ux_provider_account_waits").IsUnique().HasFilter("confirmed_at is null and withdrawn_at is null");
        });
        model.Entity<Provider>(provider =>
        {
            provider.ToTable("provider", "participants");
            provider.Property(row => row.Name).HasMaxLength(200);
            provider.Property(row => row.Iban).HasMaxLength(34);
            provider.Property(row => row.AccountName).HasMaxLength(70);
            provider.HasMany(row => row.Accounts).WithOne().HasForeignKey(account => account.ProviderId);
            provider.HasMany(row => row.Venues).WithOne().HasForeignKey(row => row.ProviderId);
            provider.HasIndex(row => row.Name).IsUnique();
        });
        model.Entity<Venue>(venue =>
        {
            venue.ToTable("venue", "participants");
            venue.Property(row => row.Name).HasMaxLength(200);
            venue.Property(row => row.District).HasMaxLength(120);
            venue.Property(row => row.TimeZone).HasMaxLength(60);
            venue.HasIndex(row => new { row.ProviderId, row.Name });
        });
        model.Entity<Complaint>(complaint =>
        {
            complaint.ToTable("complaint", "participants");
            complaint.Property(row => row.Language).HasMaxLength(8);
            complaint.Property(row => row.Text).HasMaxLength(4000);
            complaint.Property(row => row.TypedInByName).HasMaxLength(200);
            complaint.Property(row => row.Outcome).HasMaxLength(4000);
            complaint.Property(row => row.OutcomeCode).HasMaxLength(80);
            complaint.Property(row => row.OutcomeLanguage).HasMaxLength(8);
            complaint.HasIndex(row => row.SentOn);
        });
    }
}

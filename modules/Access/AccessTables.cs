using Courses.Access.Devices;
using Courses.Access.Looks;
using Courses.Access.Passes;
using Courses.Access.SignIn;
using Courses.Access.Tokens;
using Courses.Contracts.Participants;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access;

internal static class AccessTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("account", "access");
            account.Property(row => row.Name).HasMaxLength(200);
            account.Property(row => row.UserName).HasMaxLength(256);
            account.Property(row => row.NormalizedUserName).HasMaxLength(256);
            account.Property(row => row.Email).HasMaxLength(256);
            account.Property(row => row.NormalizedEmail).HasMaxLength(256);
            account.Property(row => row.ConcurrencyStamp).HasMaxLength(40).IsConcurrencyToken();
            account.Property(row => row.SecurityStamp).HasMaxLength(80);
            account.Ignore(row => row.PhoneNumber);
            account.Ignore(row => row.PhoneNumberConfirmed);
            account.HasIndex(row => row.NormalizedEmail).IsUnique();
            account.HasMany(row => row.Roles).WithOne().HasForeignKey(role => role.AccountId);
        });
        model.Entity<StandingSignIn>(signIn =>
        {
            signIn.ToTable("sign_in", "access");
            signIn.HasIndex(row => row.WhoId);
            signIn.HasIndex(row => row.EndsAt);
        });
        model.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("passkey", "access");
            passkey.HasKey(row => row.CredentialId);

            // Longer ones exist on paper only, and an index of SQL Server ends here.
            passkey.Property(row => row.CredentialId).HasMaxLength(900);
            passkey.OwnsOne(row => row.Data, data => data.WithOwner().HasForeignKey(nameof(IdentityUserPasskey<>.CredentialId)));
            passkey.HasIndex(row => row.UserId);
            passkey.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId);
        });
        model.Entity<StaffRole>(role =>
        {
            role.ToTable("staff_role", "access");
            role.Property(row => row.Role).HasMaxLength(40);
            role.Property(row => row.GivenBy).HasMaxLength(200);
            role.Property(row => row.ConfirmedBy).HasMaxLength(200);
            role.HasIndex(row => new { row.AccountId, row.Role }).IsUnique();
        });
        model.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_entry", "access");
            entry.Property(row => row.Act).HasMaxLength(100);
            entry.Property(row => row.CallerName).HasMaxLength(200);
            entry.Property(row => row.CallerRole).HasMaxLength(40);
            entry.Property(row => row.Details).HasMaxLength(-1);
            entry.HasIndex(row => row.At);
            entry.HasIndex(row => row.Subject);
        });
        model.Entity<ProtectionKey>(key =>
        {
            key.ToTable("protection_key", "access");
            key.Property(row => row.Name).HasMaxLength(200);
            key.Property(row => row.Xml).HasMaxLength(-1);
        });
        model.Entity<Device>(device =>
        {
            device.ToTable("device", "access");
            device.Property(row => row.Name).HasMaxLength(100);
            device.Property(row => row.CredentialHash).HasMaxLength(64);
            device.Property(row => row.AllowedBy).HasMaxLength(200);
            device.Property(row => row.RevokedBy).HasMaxLength(200);
            device.HasIndex(row => row.CredentialHash).IsUnique();
            device.HasIndex(row => row.ProviderId);
        });
        model.Entity<DeviceCode>(code =>
        {
            code.ToTable("device_code", "access");
            code.Property(row => row.DeviceName).HasMaxLength(100);
            code.Property(row => row.CodeHash).HasMaxLength(64);
            code.Property(row => row.CreatedBy).HasMaxLength(200);
            code.HasIndex(row => row.CodeHash).IsUnique();
        });
        model.Entity<AccessToken>(token =>
        {
            token.ToTable("access_token", "access");
            token.Property(row => row.Name).HasMaxLength(100);
            token.Property(row => row.TokenHash).HasMaxLength(64);
            token.HasIndex(row => row.TokenHash).IsUnique();
            token.HasIndex(row => row.AccountId);
        });
        model.Entity<PassTries>(tries =>
        {
            tries.ToTable("pass_tries", "access");
            tries.HasKey(row => row.ParticipantId);
            tries.Property(row => row.ParticipantId).ValueGeneratedNever();
        });
        model.Entity<SignInTries>(tries =>
        {
            tries.ToTable("sign_in_tries", "access");
            tries.Property(row => row.Id).ValueGeneratedNever();
            tries.HasIndex(row => row.AccountId);
        });
        model.Entity<Look>(look =>
        {
            look.ToTable("look", "access");
            look.Property(row => row.Id).ValueGeneratedNever();
            look.Property(row => row.Role).HasMaxLength(40);
            look.Property(row => row.Page).HasMaxLength(Look.LongestPage);
            look.Property(row => row.Typed).HasMaxLength(Look.LongestTyped);
            look.HasIndex(row => row.At);
            look.HasIndex(row => new { row.AccountId, row.At });
        });
        model.Entity<LookedAt>(looked =>
        {
            looked.ToTable("looked_at", "access");
            looked.HasKey(row => new { row.LookId, row.ParticipantId });
            looked.HasIndex(row => row.ParticipantId);
            looked.HasOne<Look>().WithMany(look => look.People).HasForeignKey(row => row.LookId);
        });
        model.Entity<PassPin>(pin =>
        {
            pin.ToTable("pass_pin", "access");
            pin.HasKey(row => row.ParticipantId);
            pin.Property(row => row.ParticipantId).ValueGeneratedNever();
        });
    }

    /// <summary>What of these tables nobody can change without its showing. Names stay out.</summary>
    public static IServiceCollection AddChain(this IServiceCollection services) => services
        .AddChained<AuditEntry>(
            "audit",
            [
                nameof(AuditEntry.Id), nameof(AuditEntry.At), nameof(AuditEntry.CallerId), nameof(AuditEntry.CallerRole), nameof(AuditEntry.OrganisationId), nameof(AuditEntry.Act),
                nameof(AuditEntry.Subject), nameof(AuditEntry.Details),
            ],
            at: nameof(AuditEntry.At),
            leftOut: [nameof(AuditEntry.CallerName)])
        .AddEvidence("person", "audit", TrailOf)
        .AddEvidence("settlement", "audit", (services, id) => services.GetRequiredService<CoursesDb>().Set<AuditEntry>().Where(row => row.Subject == id).Select(row => row.Id));

    /// <summary>What was done to the person and by the person, also under a record that was closed since; but for the act that names somebody else.</summary>
    private static IQueryable<Guid> TrailOf(IServiceProvider services, Guid person)
    {
        var (db, aliases) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<IParticipants>().Aliases);
        return db.Set<AuditEntry>()
            .Where(row => row.Act != "participant.not-the-same"
                && (row.Subject == person || row.CallerId == person || aliases.Any(alias => alias.KeptId == person && (alias.MergedId == row.Subject || alias.MergedId == row.CallerId))))
            .Select(row => row.Id);
    }
}

using Courses.Access.SignIn;
using Microsoft.EntityFrameworkCore;

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
        model.Entity<StaffRole>(role =>
        {
            role.ToTable("staff_role", "access");
            role.Property(row => row.Role).HasMaxLength(40);
            role.Property(row => row.GivenBy).HasMaxLength(200);
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
    }
}

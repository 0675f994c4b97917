using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Access.Devices;

/// <summary>A tablet of one provider, with a credential of its own that can be taken away at any time.</summary>
internal sealed class Device
{
    public Guid Id { get; private set; }

    public required Guid ProviderId { get; init; }

    public required string Name { get; init; }

    public required string CredentialHash { get; init; }

    public required DateTimeOffset EnrolledAt { get; init; }

    public required string AllowedBy { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public string? RevokedBy { get; private set; }

    public void Revoke(string by, DateTimeOffset now)
    {
        RevokedAt ??= now;
        RevokedBy ??= by;
    }
}

/// <summary>Permission to enrol one tablet: shown once as a QR code, good for a quarter of an hour and for one tablet.</summary>
internal sealed class DeviceCode : IVersioned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public Guid Id { get; private set; }

    public required Guid ProviderId { get; init; }

    public required string DeviceName { get; init; }

    public required string CodeHash { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; private set; }

    public int Version { get; set; }

    public static (DeviceCode Row, string Code) For(Guid providerId, string deviceName, string by, DateTimeOffset now)
    {
        var code = Secrets.NewCode();
        return (new() { ProviderId = providerId, DeviceName = deviceName, CodeHash = Secrets.HashOf(code), CreatedBy = by, ExpiresAt = now + Lifetime }, code);
    }

    public (Device Device, string Credential) Enrol(string? name, DateTimeOffset now)
    {
        if (UsedAt is not null || ExpiresAt <= now)
        {
            throw new RuleBroken("device.code-over");
        }

        UsedAt = now;
        var credential = Secrets.New();
        var device = new Device
        {
            ProviderId = ProviderId,
            Name = string.IsNullOrWhiteSpace(name) ? DeviceName : name.Trim(),
            CredentialHash = Secrets.HashOf(credential),
            EnrolledAt = now,
            LastSeenAt = now,
            AllowedBy = CreatedBy,
        };
        return (device, credential);
    }
}

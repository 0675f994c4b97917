using System.Security.Claims;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Courses.Access.SignIn;

internal static class StaffAccounts
{
    public static IServiceCollection AddStaffAccounts(this IServiceCollection services)
    {
        services
            .AddIdentityCore<Account>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.SignIn.RequireConfirmedAccount = true;
                // Long beats complicated: NIST SP 800-63B.
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 5;
            })
            .AddUserStore<UserOnlyStore<Account, CoursesDb, Guid>>()
            .AddPasswordValidator<GuessablePasswords>()
            .AddSignInManager()
            .AddTokenProvider<DataProtectorTokenProvider<Account>>(TokenOptions.DefaultProvider);
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromDays(3));
        services.AddOptions<IdentityPasskeyOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            // Bound to the public address, not to what a request calls the host; and strong enough to stand for the password.
            options.ServerDomain = Uri.TryCreate(configuration["COURSES_PUBLIC_URL"], UriKind.Absolute, out var address) ? address.Host : null;
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.AddScoped<AccountClaims>();
        services.AddScoped<IUserClaimsPrincipalFactory<Account>>(provider => provider.GetRequiredService<AccountClaims>());
        services.AddScoped<IUserConfirmation<Account>, StillActive>();
        return services;
    }
}

/// <summary>Turns an account and its role rows into the claims that the whole product reads.</summary>
internal sealed class AccountClaims(CoursesDb db, IOptions<IdentityOptions> options) : IUserClaimsPrincipalFactory<Account>
{
    public async Task<ClaimsPrincipal> CreateAsync(Account user) =>
        Of(user, await db.Set<StaffRole>().AsNoTracking().Where(role => role.AccountId == user.Id && role.WaitsSince == null).ToListAsync());

    /// <summary>For who has asked for the account and its roles in one question. A role that waits for its second yes is none.</summary>
    public ClaimsPrincipal Of(Account user, List<StaffRole> roles)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new(ClaimTypes.Name, user.Name));
        identity.AddClaim(new(options.Value.ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp!));
        identity.AddClaims(roles.Select(role => new Claim(ClaimTypes.Role, role.Role)));
        if (roles.Find(role => role.ProviderId is not null)?.ProviderId is { } provider)
        {
            identity.AddClaim(new(Caller.OrganisationClaim, provider.ToString()));
        }

        if (roles.Exists(role => role.CaseData || role.Role == Roles.Coach))
        {
            identity.AddClaim(new(Caller.PermissionClaim, Permissions.CaseData));
        }

        return new(identity);
    }
}

/// <summary>Identity asks this before each sign-in.</summary>
internal sealed class StillActive : IUserConfirmation<Account>
{
    public Task<bool> IsConfirmedAsync(UserManager<Account> manager, Account user) => Task.FromResult(user.DeactivatedAt is null);
}

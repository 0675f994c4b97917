namespace Courses.Contracts.Access;

/// <summary>The roles of the product. What each may see and do stands in docs/roles.md and is proved by the matrix test.</summary>
public static class Roles
{
    /// <summary>City administrator: programmes, rules, providers, all reports and OData; names only with <see cref="Permissions.CaseData"/>.</summary>
    public const string Administrator = "administrator";

    /// <summary>Registers newcomers, issues vouchers, sees their decisions.</summary>
    public const string Coach = "coach";

    /// <summary>Own courses, classes, registers, review list, devices and settlement of one provider.</summary>
    public const string ProviderManager = "provider-manager";

    /// <summary>Own classes and registers.</summary>
    public const string Teacher = "teacher";

    /// <summary>Accompanies newcomers: own people and their meetings, and nobody else.</summary>
    public const string Mentor = "mentor";

    /// <summary>A tablet: the registers of its provider.</summary>
    public const string Tablet = "tablet";

    /// <summary>Funder or auditor: read-only, pseudonymous.</summary>
    public const string Auditor = "auditor";

    /// <summary>A newcomer who confirmed on the phone who they are: own data only.</summary>
    public const string Newcomer = "newcomer";
}

/// <summary>Rights that come on top of a role.</summary>
public static class Permissions
{
    /// <summary>May see names, birth dates and contacts of participants.</summary>
    public const string CaseData = "case-data";
}

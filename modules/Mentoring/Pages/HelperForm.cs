using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>The fields of a helper, for a new one and for a change.</summary>
internal abstract class HelperForm(CoursesDb db, IStaff staff) : CoursesPage
{
    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required]
    public HelperKind? Kind { get; set; }

    [BindProperty]
    public Guid? AccountId { get; set; }

    [BindProperty, Range(1900, 2100)]
    public int? BirthYear { get; set; }

    /// <summary>Codes of languages, with commas or blanks between.</summary>
    [BindProperty, Required, StringLength(200)]
    public string? Languages { get; set; }

    /// <summary>Numbers of the bits of <see cref="Helper.Availability"/>.</summary>
    [BindProperty]
    public int[] Free { get; set; } = [];

    /// <summary>Accounts that sign in as a mentor and belong to no helper yet, or to this one.</summary>
    public IReadOnlyList<StaffRow> Accounts { get; private set; } = [];

    protected async Task LoadAccounts(Guid? helper)
    {
        var taken = await db.Set<Helper>().Where(other => other.AccountId != null && other.Id != helper).Select(other => other.AccountId!.Value).ToListAsync(Cancel);
        Accounts = [.. (await staff.Staff.Where(row => row.Role == Roles.Mentor).ToListAsync(Cancel)).Where(row => !taken.Contains(row.Id)).InReadersOrder(row => row.Name)];
    }

    protected async Task Apply(Helper helper)
    {
        var languages = (Languages ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(code => code.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray();
        if (languages is [] || Array.Exists(languages, code => code.Length is < 2 or > 3 || !code.All(char.IsAsciiLetterLower)))
        {
            throw new InvalidField(nameof(Languages), Words["helper.languages-wrong"]);
        }

        if (Array.Exists(Free, bit => bit is < 0 or >= 7 * Helper.Parts))
        {
            throw new InvalidField(nameof(Free), Words["error.field.invalid"]);
        }

        if (AccountId is not null)
        {
            await LoadAccounts(helper.Id);
            if (Accounts.All(account => account.Id != AccountId))
            {
                throw new InvalidField(nameof(AccountId), Words["helper.account-wrong"]);
            }
        }

        (helper.Name, helper.Kind, helper.AccountId, helper.BirthYear) = (Name!.Trim(), Kind!.Value, AccountId, BirthYear);
        (helper.Languages, helper.Availability) = (string.Join(',', languages), Free.Aggregate(0, (all, bit) => all | 1 << bit));
    }

    /// <summary>Saves; of two who give one account to two helpers, the second is told.</summary>
    protected async Task<T> Save<T>(Func<Task<T>> work)
    {
        try
        {
            return await db.Transact(work, Cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new InvalidField(nameof(AccountId), Words["helper.account-wrong"]);
        }
    }
}

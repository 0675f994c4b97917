using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>Adds a provider, or changes the one of the address.</summary>
[Audience(Roles.Administrator)]
internal sealed class EditProviderModel(CoursesDb db, ChangeAccount account, IAudit audit, TimeProvider clock) : CoursesPage
{
    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required, Mail, StringLength(254)]
    public string? Email { get; set; }

    [BindProperty, StringLength(40)]
    public string? Phone { get; set; }

    [BindProperty, StringLength(60)]
    public string? Iban { get; set; }

    [BindProperty, StringLength(70)]
    public string? AccountName { get; set; }

    [BindProperty]
    public DateOnly? AccreditedFrom { get; set; }

    [BindProperty]
    public DateOnly? AccreditedUntil { get; set; }

    [BindProperty]
    public DateOnly? CommitmentSignedOn { get; set; }

    /// <summary>The form as it was shown first.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public IReadOnlyList<ChangedTerm> ChangedByOthers { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (Id is not null)
        {
            (var terms, Version) = await Stands();
            Fill(terms);
            Seen = Meanwhile.Written(terms);
        }
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            try
            {
                var id = await db.Transact(Save, Cancel);
                Done = Words["provider.saved"];
                return LocalRedirect($"/admin/providers/{id}");
            }
            catch (DbUpdateException error) when (db.IsDuplicate(error))
            {
                db.ChangeTracker.Clear();
                throw new RuleBroken("provider.name-taken");
            }
            catch (RuleBroken rule) when (rule.Code == "error.changed-meanwhile" && Meanwhile.Read<ProviderTerms>(Seen) is { } seen)
            {
                db.ChangeTracker.Clear();
                return await SayMeanwhile(seen);
            }
        });

    private async Task<IActionResult> SayMeanwhile(ProviderTerms seen)
    {
        var typed = new ProviderTerms(Name, Email, Phone, Iban, AccountName, AccreditedFrom, AccreditedUntil, CommitmentSignedOn);
        (var now, Version) = await Stands();
        ChangedByOthers = [.. Meanwhile.Merge(typed, seen, now).Select(field => new ChangedTerm(ProviderTerms.Labels[field], seen.Said(field), now.Said(field)))];
        ModelState.Clear();
        Fill(typed);
        Seen = Meanwhile.Written(now);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<(ProviderTerms Terms, int Version)> Stands()
    {
        var provider = await db.Set<Provider>().AsNoTracking().Include(row => row.Accounts).SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The provider");
        return (
            new(provider.Name, provider.Email, provider.Phone, provider.AccountAt(clock.GetUtcNow()), provider.AccountName, provider.AccreditedFrom, provider.AccreditedUntil, provider.CommitmentSignedOn),
            provider.Version);
    }

    private void Fill(ProviderTerms terms) =>
        (Name, Email, Phone, Iban, AccountName, AccreditedFrom, AccreditedUntil, CommitmentSignedOn) = (terms.Name, terms.Email, terms.Phone, terms.Iban, terms.AccountName, terms.AccreditedFrom, terms.AccreditedUntil, terms.CommitmentSignedOn);

    private string? WantedIban()
    {
        if (string.IsNullOrWhiteSpace(Iban))
        {
            return null;
        }

        var (iban, problem) = Ibans.Read(Iban);
        return iban ?? throw new InvalidField(nameof(Iban), Words.Say(problem!.Code, [.. problem.Details]));
    }

    /// <summary>A bank compares the holder's name, so no letter of it may be lost on the way. Who is not paid into an account needs none.</summary>
    private string? WantedHolder(string name)
    {
        var holder = Names.Clean(AccountName);
        if (holder.Length > 0)
        {
            LatinLetters.Of(holder, out var isLatin);
            return isLatin ? holder : throw new InvalidField(nameof(AccountName), Words["provider.account-name-latin"]);
        }

        LatinLetters.Of(name, out var isWhole);
        return isWhole || string.IsNullOrWhiteSpace(Iban) ? null : throw new InvalidField(nameof(AccountName), Words["provider.account-name-needed"]);
    }

    private async Task<Guid> Save()
    {
        var provider = Id is null
            ? new Provider { Name = Name!, Email = Email!, CreatedAt = clock.GetUtcNow() }
            : await db.Set<Provider>().Include(row => row.Accounts).SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The provider");
        if (Id is null)
        {
            db.Add(provider);
        }
        else if (provider.Version != Version)
        {
            throw new RuleBroken("error.changed-meanwhile");
        }

        (provider.Name, provider.Email, provider.Phone) = (Name!.Trim(), Email!.Trim().ToLowerInvariant(), Phone?.Trim());
        provider.Accredit(AccreditedFrom, AccreditedUntil, CommitmentSignedOn);
        audit.Record(Id is null ? "provider.added" : "provider.changed", provider.Id);
        await account.To(provider, WantedIban(), Cancel);
        provider.AccountName = WantedHolder(provider.Name);
        return provider.Id;
    }
}

/// <summary>What the form of a provider shows.</summary>
internal sealed record ProviderTerms(
    string? Name, string? Email, string? Phone, string? Iban, string? AccountName, DateOnly? AccreditedFrom, DateOnly? AccreditedUntil, DateOnly? CommitmentSignedOn)
{
    /// <summary>The words that name each value.</summary>
    public static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        [nameof(Name)] = "providers.name",
        [nameof(Email)] = "provider.email",
        [nameof(Phone)] = "provider.phone",
        [nameof(Iban)] = "provider.iban.label",
        [nameof(AccountName)] = "provider.account-name",
        [nameof(AccreditedFrom)] = "provider.accredited-from",
        [nameof(AccreditedUntil)] = "provider.accredited-until",
        [nameof(CommitmentSignedOn)] = "provider.commitment-on",
    };

    public string Said(string field) => typeof(ProviderTerms).GetProperty(field)?.GetValue(this) switch
    {
        DateOnly day => Shown.Date(day),
        string text => text,
        _ => "",
    };
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Services.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Pages;

/// <summary>A new service, or another wording of one; its texts in all languages in one form. Here it is also said to be still right, withdrawn, and taken back.</summary>
[Audience(Roles.Administrator, Roles.ProviderManager)]
internal sealed class EditServiceModel(CoursesDb db, KeepService keep, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    /// <summary>A new one gets this id: a second tap makes no second one.</summary>
    [BindProperty]
    public Guid FormId { get; set; }

    /// <summary>The version that the reader saw.</summary>
    [BindProperty]
    public int Seen { get; set; }

    [BindProperty]
    public Guid? ProviderId { get; set; }

    [BindProperty, Required, StringLength(40)]
    public string? Topic { get; set; }

    [BindProperty, Required, StringLength(120)]
    public string? Name { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Address { get; set; }

    [BindProperty, StringLength(30)]
    public string? Latitude { get; set; }

    [BindProperty, StringLength(30)]
    public string? Longitude { get; set; }

    [BindProperty, StringLength(40)]
    public string? Phone { get; set; }

    [BindProperty, StringLength(200)]
    public string? Website { get; set; }

    [BindProperty]
    public string[] Spoken { get; set; } = [];

    [BindProperty]
    public bool WithoutAppointment { get; set; }

    [BindProperty]
    public bool IsFree { get; set; }

    /// <summary>As typed, by the day: 1 for Monday to 7 for Sunday.</summary>
    [BindProperty(Name = nameof(Hours))]
    public Dictionary<int, string?> Hours { get; set; } = [];

    [BindProperty]
    public string[] Bring { get; set; } = [];

    /// <summary>By language.</summary>
    [BindProperty(Name = nameof(Notes))]
    public Dictionary<string, string?> Notes { get; set; } = [];

    public Service? Known { get; private set; }

    public bool ChoosesProvider => Id is null && caller.OrganisationId is null;

    public IReadOnlyList<(Guid Id, string Name)> Providers { get; private set; } = [];

    public IReadOnlyList<string> Languages { get; } = [.. TaughtLanguages.All.Union(DeliveryLanguages.All).Union(Language.ForNewcomers.Select(language => language.Code)).OrderBy(Shown.LanguageName, StringComparer.CurrentCulture)];

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public bool IsDue => Known?.IsDue(city.Now) == true;

    public async Task OnGet()
    {
        if (Id is null)
        {
            FormId = Guid.CreateVersion7(city.Now);
        }

        await Load();
        if (Known is { } service)
        {
            (Topic, Name, Address, Phone, Website, WithoutAppointment, IsFree) = (service.TopicCode, service.Name, service.Address, service.Phone, service.Website, service.WithoutAppointment, service.IsFree);
            (Latitude, Longitude) = (Degrees(service.Latitude), Degrees(service.Longitude));
            (Spoken, Bring) = ([.. service.SpokenLanguages], [.. service.ThingsBrought]);
            Hours = Enumerable.Range(1, 7).ToDictionary(day => day, day => (string?)service.OpeningHours.TextOf(day));
            Notes = service.Notes.ToDictionary(note => note.Language, note => (string?)note.Text);
        }

        static string? Degrees(double? value) => value?.ToString("0.#####", CultureInfo.InvariantCulture);
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var form = await Read();
        if (Id is { } id)
        {
            await keep.Change(id, form, Seen, Cancel);
            Done = Words["services.changed"];
        }
        else
        {
            Require(FormId != Guid.Empty, "");
            await keep.Add(FormId, ProviderId!.Value, form, Cancel);
            Done = Words["services.added"];
        }

        return Redirect("/services");
    });

    public Task<IActionResult> OnPostReview() => Press(keep.Review, "services.reviewed");

    public Task<IActionResult> OnPostWithdraw() => Press(keep.Withdraw, "services.was-withdrawn");

    public Task<IActionResult> OnPostTakeBack() => Press(keep.TakeBack, "services.was-taken-back");

    protected override async Task Load()
    {
        if (Id is { } id)
        {
            Known = await db.Set<Service>().VisibleTo(caller).AsNoTracking().Include(row => row.Notes).SingleOrDefaultAsync(row => row.Id == id, Cancel) ?? throw new NotFound("The service");

            // Somebody else may have changed it meanwhile: the next press is on top of what is new.
            (Seen, ProviderId) = (Known.Version, Known.ProviderId);
        }

        Providers = ChoosesProvider ? [.. (await providers.Providers.Select(provider => new { provider.Id, provider.Name }).ToListAsync(Cancel)).InReadersOrder(provider => provider.Name).Select(provider => (provider.Id, provider.Name))] : [];
    }

    /// <summary>The other buttons of the page: what stands in the form is not theirs.</summary>
    private async Task<IActionResult> Press(Func<Guid, CancellationToken, Task> act, string done)
    {
        ModelState.Clear();
        return await Act(async () =>
        {
            await act(Id ?? Guid.Empty, Cancel);
            Done = Words[done];
            return Redirect($"/services/edit/{Id}");
        });
    }

    private async Task<ServiceForm> Read()
    {
        if (Id is null)
        {
            ProviderId = caller.OrganisationId ?? ProviderId;
            Require(ProviderId is not null && await providers.Providers.AnyAsync(provider => provider.Id == ProviderId, Cancel), nameof(ProviderId), "error.field.required");
        }

        Require(Topics.Of(Topic) is not null, nameof(Topic));
        Require(Array.TrueForAll(Spoken, Languages.Contains) && Spoken.Length <= 30, nameof(Spoken));
        Require(Array.TrueForAll(Bring, code => ThingsToBring.All.Any(thing => thing.Code == code)), nameof(Bring));
        Require(string.IsNullOrWhiteSpace(Phone) || Phone.Count(char.IsDigit) >= 3, nameof(Phone), "services.phone-wrong");
        var (latitude, longitude) = (Degrees(Latitude, nameof(Latitude), 90), Degrees(Longitude, nameof(Longitude), 180));
        Require(latitude is null == longitude is null, nameof(Longitude), "services.position-half");
        var notes = Notes.Where(note => !string.IsNullOrWhiteSpace(note.Value) && Language.ForNewcomers.Any(language => language.Code == note.Key)).ToDictionary(note => note.Key, note => note.Value!.Trim());
        Require(notes.Values.All(text => text.Length <= ServiceNote.Longest), nameof(Notes), "services.note-long");
        return new()
        {
            TopicCode = Topic!,
            Name = Name!.Trim(),
            Address = Address!.Trim(),
            Latitude = latitude,
            Longitude = longitude,
            Phone = string.IsNullOrWhiteSpace(Phone) ? null : Phone.Trim(),
            Website = ReadWebsite(),
            Languages = [.. Spoken.Distinct()],
            WithoutAppointment = WithoutAppointment,
            IsFree = IsFree,
            Hours = ReadHours(),
            Bring = [.. Bring.Distinct()],
            Notes = notes,
        };
    }

    /// <summary>A day that cannot be read is said at that day.</summary>
    private WeekHours ReadHours()
    {
        try
        {
            return WeekHours.Typed(Enumerable.Range(1, 7).Select(day => Hours.GetValueOrDefault(day)));
        }
        catch (RuleBroken rule)
        {
            var day = (int)rule.Details[0];
            throw new InvalidField($"{nameof(Hours)}[{day.ToString(CultureInfo.InvariantCulture)}]", Words.Say(rule.Code, [Shown.Weekday(day), .. rule.Details.Skip(1)]));
        }
    }

    private string? ReadWebsite()
    {
        if (string.IsNullOrWhiteSpace(Website))
        {
            return null;
        }

        var typed = Website.Trim();
        Require(Uri.TryCreate(typed.Contains("://", StringComparison.Ordinal) ? typed : "https://" + typed, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.Host.Contains('.', StringComparison.Ordinal) && address.AbsoluteUri.Length <= 200, nameof(Website), "services.website-wrong");
        return address!.AbsoluteUri.TrimEnd('/');
    }

    private double? Degrees(string? text, string field, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var read = Numbers.Degrees(text, most);
        return read.Problem is null && read.Value is { } value ? Math.Round(value, 5) : throw new InvalidField(field, Words.Say("services.degrees-wrong", most));
    }
}

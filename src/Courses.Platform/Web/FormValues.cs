using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Platform.Imports;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Courses.Platform.Web;

/// <summary>The amount is in euros: 120,50, 120.50, € 120 and 'free' are read, another currency is not.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class EurosAttribute : Attribute;

/// <summary>A field that holds a mail address. The framework's own attribute takes everything with an @ in it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is null or "" || (value is string text && MailAddresses.Read(text) is not null) ? ValidationResult.Success : new(validationContext.Sentence(ErrorMessage));
}

/// <summary>A field that holds the lines of an envelope.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        PostalAddress.Fits(value as string) ? ValidationResult.Success : new(validationContext.Sentence(ErrorMessage));
}

/// <summary>What the date of this field is the date of.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DateOfAttribute(DateMeaning meaning) : Attribute
{
    public DateMeaning Meaning { get; } = meaning;
}

public static class FormSentences
{
    /// <summary>The framework says the sentences of its own attributes in the reader's language, and those of nobody else.</summary>
    public static string Sentence(this ValidationContext context, string? key) =>
        key is not null && context.GetService(typeof(Words)) is Words words ? words[key] : key ?? "error.field.invalid";
}

/// <summary>The date may not lie before the one of another field of the same form.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotBeforeAttribute(string other) : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is DateOnly date && validationContext.ObjectType.GetProperty(other)?.GetValue(validationContext.ObjectInstance) is { } before && date < (before is PartialDate part ? part.First : (DateOnly)before)
            ? new(validationContext.Sentence(ErrorMessage))
            : ValidationResult.Success;
}

/// <summary>The field may be empty only when the other one is not.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredWithoutAttribute(string other) : ValidationAttribute
{
    public override bool RequiresValidationContext => true;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        string.IsNullOrWhiteSpace(value as string) && string.IsNullOrWhiteSpace(validationContext.ObjectType.GetProperty(other)?.GetValue(validationContext.ObjectInstance) as string)
            ? new(validationContext.Sentence(ErrorMessage))
            : ValidationResult.Success;
}

/// <summary>Reads the numbers and dates of forms and addresses where lists read theirs: <see cref="Numbers"/> and <see cref="LocalDates"/>, whatever the language of the page.</summary>
internal sealed class FormValues(Words words, CityTime city) : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = Nullable.GetUnderlyingType(context.Metadata.ModelType) ?? context.Metadata.ModelType;
        var attributes = (context.Metadata as DefaultModelMetadata)?.Attributes.Attributes ?? [];
        return type == typeof(decimal) || type == typeof(int) || type == typeof(long) ? new NumberBinder(words, type, attributes.OfType<EurosAttribute>().Any())
            : type == typeof(DateOnly) || type == typeof(PartialDate) ? new DateBinder(words, city, attributes.OfType<DateOfAttribute>().FirstOrDefault()?.Meaning ?? DateMeaning.Any, type == typeof(PartialDate))
            : null;
    }

    /// <param name="context">The field.</param>
    /// <param name="words">What is said.</param>
    /// <param name="value">What was read.</param>
    /// <param name="problem">Why it was not. The sentences of lists are written for staff.</param>
    /// <param name="plainly">The sentence for who reads another language than they do.</param>
    private static Task Answer(ModelBindingContext context, Words words, object? value, Problem? problem, string plainly)
    {
        if (problem is not null)
        {
            var isStaffs = Language.ForStaff.Any(language => language.Code == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
            context.ModelState.TryAddModelError(context.ModelName, isStaffs ? words.Explain(problem) : words.Say(plainly));
        }
        else if (value is not null || context.ModelMetadata.IsReferenceOrNullableType)
        {
            context.Result = ModelBindingResult.Success(value);
        }
        else
        {
            context.ModelState.TryAddModelError(context.ModelName, words.Say("error.field.required"));
        }

        return Task.CompletedTask;
    }

    private sealed class NumberBinder(Words words, Type type, bool euros) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext context)
        {
            var typed = context.ValueProvider.GetValue(context.ModelName);
            if (typed == ValueProviderResult.None)
            {
                return Task.CompletedTask;
            }

            context.ModelState.SetModelValue(context.ModelName, typed);
            var cell = new Cell(typed.FirstValue ?? "");
            if (euros)
            {
                var cents = Numbers.Money(cell);
                return Answer(context, words, cents.Value is { } amount ? amount / 100m : null, cents.Problem, "error.field.number");
            }

            if (type == typeof(decimal))
            {
                var number = Numbers.Read(cell);
                return Answer(context, words, number.Value, number.Problem, "error.field.number");
            }

            var whole = Numbers.Whole(cell);
            return Answer(context, words, whole.Value is { } count ? type == typeof(int) ? (object)(int)count : count : null, whole.Problem, "error.field.number");
        }
    }

    /// <summary>A date in one text, as addresses and older forms have it, or in the three fields of <see cref="DateFieldsTagHelper"/>.</summary>
    private sealed class DateBinder(Words words, CityTime city, DateMeaning meaning, bool isPartial) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext context)
        {
            var how = new DateReading(city.Today) { Meaning = meaning, Zone = city.Zone };
            var typed = context.ValueProvider.GetValue(context.ModelName);
            if (typed != ValueProviderResult.None)
            {
                context.ModelState.SetModelValue(context.ModelName, typed);
                var cell = new Cell(typed.FirstValue ?? "");
                if (isPartial)
                {
                    var part = LocalDates.ParsePartial(cell, how);
                    return Answer(context, words, part.Value, part.Problem, "error.field.date");
                }

                var read = LocalDates.Parse(cell, how);
                return Answer(context, words, read.Value, read.Problem, "error.field.date");
            }

            var parts = new[] { "Year", "Month", "Day" }.Select(part => (Name: $"{context.ModelName}.{part}", Value: context.ValueProvider.GetValue($"{context.ModelName}.{part}"))).ToArray();
            if (Array.TrueForAll(parts, part => part.Value == ValueProviderResult.None))
            {
                return Task.CompletedTask;
            }

            foreach (var part in parts)
            {
                context.ModelState.SetModelValue(part.Name, part.Value);
                context.ModelState.MarkFieldSkipped(part.Name);
            }

            var (year, month, day) = (parts[0].Value.FirstValue ?? "", parts[1].Value.FirstValue ?? "", parts[2].Value.FirstValue ?? "");
            if (isPartial)
            {
                var known = LocalDates.ParsePartial(year, month, day, how);
                return Answer(context, words, known.Value, known.Problem, "error.field.date");
            }

            var date = LocalDates.Parse(year, month, day, how);
            return Answer(context, words, date.Value, date.Problem, "error.field.date");
        }
    }
}

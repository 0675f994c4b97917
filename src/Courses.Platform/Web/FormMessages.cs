using System.ComponentModel.DataAnnotations;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Courses.Platform.Web;

/// <summary>Lets the framework's form validation speak through <see cref="Words"/>, in the reader's language.</summary>
internal sealed class FormMessages(Words words, CityTime city) : IConfigureOptions<MvcOptions>, IValidationMetadataProvider
{
    public void Configure(MvcOptions options)
    {
        options.ModelMetadataDetailsProviders.Add(this);
        options.Filters.Add(new NoHandlerNoPage());
        options.ModelBinderProviders.Insert(0, new FormValues(words, city));
        var messages = options.ModelBindingMessageProvider;
        messages.SetValueMustNotBeNullAccessor(_ => words.Say("error.field.required"));
        messages.SetMissingBindRequiredValueAccessor(_ => words.Say("error.field.required"));
        messages.SetMissingKeyOrValueAccessor(() => words.Say("error.field.required"));
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => words.Say("error.field.invalid"));
        messages.SetUnknownValueIsInvalidAccessor(_ => words.Say("error.field.invalid"));
        messages.SetValueIsInvalidAccessor(_ => words.Say("error.field.invalid"));
        messages.SetValueMustBeANumberAccessor(_ => words.Say("error.field.number"));
    }

    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var rule in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>().Where(rule => rule.ErrorMessage is null))
        {
            rule.ErrorMessage = rule switch
            {
                RequiredAttribute => "error.field.required",
                MailAttribute => "error.field.email",
                AddressAttribute => "error.field.address",
                RequiredWithoutAttribute => "error.field.required",
                NotBeforeAttribute => "error.field.before",
                RangeAttribute => "error.field.range-form",
                StringLengthAttribute or MaxLengthAttribute => "error.field.length-form",
                _ => "error.field.invalid",
            };
        }
    }
}

/// <summary>A post that names no handler of the page would render it without its data. There is nothing at that address.</summary>
internal sealed class NoHandlerNoPage : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null && HttpMethods.IsPost(context.HttpContext.Request.Method))
        {
            context.Result = new NotFoundResult();
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}

internal sealed class WordsLocalizer(Words words) : IStringLocalizer
{
    public LocalizedString this[string name] => new(name, words.Say(name));

    public LocalizedString this[string name, params object[] arguments] => new(name, words.Say(name, arguments));

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}

public static class PagesRegistration
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorPages().AddDataAnnotationsLocalization();

        // After the framework's own: they collect the attributes that FormMessages gives a key to, and would put their own words in place of ours.
        services.AddSingleton<IConfigureOptions<MvcOptions>, FormMessages>();
        services.AddSingleton<IConfigureOptions<Microsoft.AspNetCore.Mvc.DataAnnotations.MvcDataAnnotationsLocalizationOptions>>(provider =>
            new ConfigureOptions<Microsoft.AspNetCore.Mvc.DataAnnotations.MvcDataAnnotationsLocalizationOptions>(options =>
                options.DataAnnotationLocalizerProvider = (_, _) => new WordsLocalizer(provider.GetRequiredService<Words>())));
        return services;
    }
}

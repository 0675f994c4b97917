using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Http;

namespace Courses.Platform.Validation;

/// <summary>
/// Checks every request record that a minimal endpoint binds, by its data annotations, with field names as the JSON has them.
/// The framework's generated validation skips internal types, and ours all are.
/// </summary>
public static class RequestValidation
{
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var checkedArguments = context.MethodInfo.GetParameters()
            .Select((parameter, index) => (parameter.ParameterType, index))
            .Where(argument => IsRequest(argument.ParameterType))
            .Select(argument => argument.index)
            .ToArray();
        if (checkedArguments is [])
        {
            return next;
        }

        return invocation =>
        {
            var words = (Words)invocation.HttpContext.RequestServices.GetService(typeof(Words))!;
            var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
            foreach (var index in checkedArguments)
            {
                if (invocation.Arguments[index] is { } request)
                {
                    Collect(request, "", errors, words);
                }
            }

            return errors.Count == 0 ? next(invocation) : ValueTask.FromResult<object?>(TypedResults.Problem(Problem(errors, words)));
        };
    }

    /// <summary>A request is a record of ours that is neither a service nor a primitive.</summary>
    private static bool IsRequest(Type type) =>
        type.IsClass && type.Assembly.GetName().Name!.StartsWith("Courses.", StringComparison.Ordinal) && type.GetMethod("<Clone>$") is not null;

    private static void Collect(object value, string path, Dictionary<string, string[]> errors, Words words)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0)
            {
                continue;
            }

            var name = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var content = property.GetValue(value);
            var context = new ValidationContext(value) { MemberName = property.Name, DisplayName = name };
            var broken = property.GetCustomAttributes<ValidationAttribute>()
                .Select(rule => rule.GetValidationResult(content, context)?.ErrorMessage is null ? null : SentenceFor(rule, words))
                .OfType<string>()
                .ToArray();
            if (broken.Length > 0)
            {
                errors[name] = broken;
            }
            else if (content is System.Collections.IEnumerable list and not string)
            {
                var index = 0;
                foreach (var item in list)
                {
                    if (item is not null && IsRequest(item.GetType()))
                    {
                        Collect(item, $"{name}[{index}].", errors, words);
                    }

                    index++;
                }
            }
            else if (content is not null && IsRequest(content.GetType()))
            {
                Collect(content, name + ".", errors, words);
            }
        }
    }

    public static string SentenceFor(ValidationAttribute rule, Words words) => rule switch
    {
        RequiredAttribute => words.Say("error.field.required"),
        RangeAttribute range => words.Say("error.field.range", range.Minimum, range.Maximum),
        StringLengthAttribute length => words.Say("error.field.length", length.MaximumLength),
        MaxLengthAttribute length => words.Say("error.field.length", length.Length),
        EmailAddressAttribute => words.Say("error.field.email"),
        _ => words.Say("error.field.invalid"),
    };

    internal static HttpValidationProblemDetails Problem(IDictionary<string, string[]> errors, Words words) => new(errors)
    {
        Status = StatusCodes.Status400BadRequest,
        Title = words.Say("error.fields"),
        Type = "urn:courses:fields",
        Extensions = { ["code"] = "fields" },
    };

    /// <summary>The binder knows the field only by the JSON path or by the name of the route, query or body parameter.</summary>
    internal static Dictionary<string, string[]> FieldsOf(BadHttpRequestException bad, Words words)
    {
        var field = bad.InnerException is JsonException { Path: { Length: > 2 } path } ? path[2..] : NameIn(bad.Message);
        return new(StringComparer.Ordinal) { [field] = [words.Say("error.field.invalid")] };
    }

    private static string NameIn(string message)
    {
        var quoted = message.Split('"');
        return quoted.Length > 1 && quoted[1].Split(' ') is [.., var name] ? name : "body";
    }
}

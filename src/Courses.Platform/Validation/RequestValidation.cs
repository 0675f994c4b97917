using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Courses.Platform.Languages;
using Courses.Platform.Web;
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

    /// <summary>What there is to check in requests of one type. Read once: a tablet's batch has hundreds of records, and reading attributes takes longer than checking them.</summary>
    private sealed record Check(PropertyInfo Property, string Name, ValidationAttribute[] Rules);

    private static readonly ConcurrentDictionary<Type, bool> Requests = new();
    private static readonly ConcurrentDictionary<Type, Check[]> Checks = new();

    /// <summary>A request is a record of ours that is neither a service nor a primitive.</summary>
    private static bool IsRequest(Type type) => Requests.GetOrAdd(
        type, static type => type.IsClass && type.Assembly.GetName().Name!.StartsWith("Courses.", StringComparison.Ordinal) && type.GetMethod("<Clone>$") is not null);

    private static Check[] Of(Type type) => Checks.GetOrAdd(type, static type =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => new Check(property, JsonNamingPolicy.CamelCase.ConvertName(property.Name), [.. property.GetCustomAttributes<ValidationAttribute>()]))
            .Where(check => check.Rules.Length > 0 || (!check.Property.PropertyType.IsValueType && check.Property.PropertyType != typeof(string))),
    ]);

    private static void Collect(object value, string path, Dictionary<string, string[]> errors, Words words)
    {
        foreach (var check in Of(value.GetType()))
        {
            var content = check.Property.GetValue(value);
            var broken = check.Rules.Length == 0 ? [] : Broken(value, content, path, check, words);
            if (broken.Length > 0)
            {
                errors[path + check.Name] = broken;
            }
            else if (content is System.Collections.IEnumerable list and not string)
            {
                var index = 0;
                foreach (var item in list)
                {
                    if (item is not null && IsRequest(item.GetType()))
                    {
                        Collect(item, $"{path}{check.Name}[{index}].", errors, words);
                    }

                    index++;
                }
            }
            else if (content is not null && IsRequest(content.GetType()))
            {
                Collect(content, path + check.Name + ".", errors, words);
            }
        }
    }

    private static string[] Broken(object value, object? content, string path, Check check, Words words)
    {
        var context = new ValidationContext(value) { MemberName = check.Property.Name, DisplayName = path + check.Name };
        return [.. check.Rules.Where(rule => rule.GetValidationResult(content, context)?.ErrorMessage is not null).Select(rule => SentenceFor(rule, words)).OfType<string>()];
    }

    public static string SentenceFor(ValidationAttribute rule, Words words) => rule switch
    {
        RequiredAttribute => words.Say("error.field.required"),
        RangeAttribute range => words.Say("error.field.range", range.Minimum, range.Maximum),
        StringLengthAttribute length => words.Say("error.field.length", length.MaximumLength),
        MaxLengthAttribute length => words.Say("error.field.length", length.Length),
        MailAttribute => words.Say("error.field.email"),
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

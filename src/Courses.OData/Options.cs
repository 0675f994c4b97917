using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>The query options of one address, as they were written.</summary>
internal sealed partial class Options
{
    private static readonly string[] Known = ["$filter", "$orderby", "$select", "$expand", "$apply", "$compute", "$search", "$top", "$skip", "$count", "$skiptoken", "$format"];
    private static readonly string[] NotHere = ["$levels", "$deltatoken", "$index", "$schemaversion", "$id"];
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly IQueryCollection written;

    public Options(IQueryCollection query)
    {
        written = query;
        foreach (var (name, values) in query)
        {
            // An option without $ is the client's own business and ignored, as the standard says.
            if (!name.StartsWith('$') && !name.StartsWith('@'))
            {
                continue;
            }

            if (NotHere.Contains(name, StringComparer.Ordinal))
            {
                throw ODataFailure.NotImplemented($"{name} is not supported here.");
            }

            if (name[0] == '$' && !Known.Contains(name, StringComparer.Ordinal))
            {
                throw ODataFailure.BadRequest("unknown-option", $"There is no query option '{name}'.");
            }

            options[name] = values is [{ } only] ? only : throw ODataFailure.InvalidQuery($"{name} is given more than once.");
        }
    }

    public string? this[string name] => options.GetValueOrDefault(name);

    /// <summary>Long texts are nested deep in the parser: such a one gets a stack of its own.</summary>
    public bool AreLong => options.Sum(option => option.Value.Length) > 2_000;

    /// <summary>What has to be the same for the next page to follow this one.</summary>
    public string WhatIsAsked => string.Join('?', new[] { "$filter", "$orderby", "$apply", "$compute", "$search" }.Select(name => options.GetValueOrDefault(name)));

    public ODataQueryOptionParser ParserFor(View view, VisibleSet set)
    {
        var texts = AreLong ? options.ToDictionary(option => option.Key, option => option.Key is "$filter" or "$apply" ? Chains.Halved(option.Value) : option.Value, StringComparer.Ordinal) : options;
        var parser = new ODataQueryOptionParser(view.Model.Edm, set.Type, set.Edm, texts);
        parser.Settings.MaximumExpansionDepth = view.Limits.MaxExpandDepth;
        parser.Settings.MaximumExpansionCount = view.Limits.MaxExpands;
        return parser;
    }

    public void RefuseForOneRow(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (options.ContainsKey(name))
            {
                throw ODataFailure.InvalidQuery($"{name} is for sets, not for a single row.");
            }
        }
    }

    /// <summary>In an address a plus is a blank, and an instant needs one before its offset.</summary>
    public bool HasLostPlus => options.Values.Any(value => InstantWithBlank().IsMatch(value));

    /// <summary>The same question, from that place on. The count was said on the first page.</summary>
    public string Next(string address, string token, long? top)
    {
        var link = new StringBuilder(address);
        var separator = '?';
        foreach (var (name, value) in written.Where(option => option.Key is not ("$skip" or "$skiptoken" or "$top" or "$count")))
        {
            link.Append(separator).Append(Uri.EscapeDataString(name).Replace("%24", "$", StringComparison.Ordinal)).Append('=').Append(Uri.EscapeDataString(value.ToString()));
            separator = '&';
        }

        if (top is { } left)
        {
            link.Append(separator).Append(CultureInfo.InvariantCulture, $"$top={left}");
            separator = '&';
        }

        return link.Append(separator).Append("$skiptoken=").Append(token).ToString();
    }

    [GeneratedRegex(@"T\d\d:\d\d(:\d\d(\.\d+)?)? \d\d:\d\d", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstantWithBlank();
}

using System.Text.RegularExpressions;

namespace Courses.OData;

/// <summary>
/// The parser goes as deep as a chain of <c>or</c> is long, and gives up at 800. A long chain is halved by brackets, again and again, before the parser sees it; what it says does not change.
/// </summary>
internal static partial class Chains
{
    private const int Long = 50;
    private const int Deepest = 100;

    public static string Halved(string text) => Halved(text, 0);

    private static string Halved(string text, int depth)
    {
        if (depth > Deepest)
        {
            return text;
        }

        var variable = LambdaVariable().Match(text);
        return variable.Value + Joined(text[variable.Length..], [" or ", " and "], depth);
    }

    private static string Joined(string text, ReadOnlySpan<string> words, int depth)
    {
        if (words.IsEmpty)
        {
            return Inside(text, depth);
        }

        var terms = Terms(text, words[0]);
        var parts = new string[terms.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Joined(terms[i], words[1..], depth);
        }

        return parts.Length > Long ? Halves(parts, words[0]) : string.Join(words[0], parts);
    }

    private static string Halves(ReadOnlySpan<string> parts, string word) =>
        parts.Length == 1 ? parts[0] : $"({Halves(parts[..(parts.Length / 2)], word)}{word}{Halves(parts[(parts.Length / 2)..], word)})";

    /// <summary>What stands in brackets is a text of its own.</summary>
    private static string Inside(string term, int depth)
    {
        var open = Next(term, 0, '(');
        if (open < 0)
        {
            return term;
        }

        var close = Closing(term, open);
        return close < 0 ? term : $"{term[..(open + 1)]}{Halved(term[(open + 1)..close], depth + 1)}{Inside(term[close..], depth)}";
    }

    private static List<string> Terms(string text, string word)
    {
        List<string> terms = [];
        var from = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\'')
            {
                i = EndOfText(text, i);
            }
            else if (text[i] == '(')
            {
                var close = Closing(text, i);
                i = close < 0 ? text.Length : close;
            }
            else if (string.CompareOrdinal(text, i, word, 0, word.Length) == 0)
            {
                terms.Add(text[from..i]);
                from = i += word.Length;
            }
            else
            {
                i++;
            }
        }

        terms.Add(text[from..]);
        return terms;
    }

    private static int Closing(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'':
                    i = EndOfText(text, i) - 1;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return i;
            }
        }

        return -1;
    }

    private static int Next(string text, int from, char sign)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == sign)
            {
                return i;
            }

            if (text[i] == '\'')
            {
                i = EndOfText(text, i) - 1;
            }
        }

        return -1;
    }

    /// <summary>Behind the closing quote; a doubled one closes and opens again, which comes to the same.</summary>
    private static int EndOfText(string text, int quote) => text.IndexOf('\'', quote + 1) is var end && end < 0 ? text.Length : end + 1;

    [GeneratedRegex(@"^\s*[A-Za-z_]\w*:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LambdaVariable();
}

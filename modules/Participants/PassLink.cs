using Courses.Contracts.Participants;

namespace Courses.Participants;

internal sealed class PassLink(PassTokens tokens) : IPassLinks
{
    private const string Prefix = "/p/";

    public static string Of(string number) => Prefix + number;

    public string Open(string path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal) && Crockford.Read(path[Prefix.Length..]) is { } number ? Prefix + tokens.TokenOf(number) : path;

    public string LetterPin(string passNumber) => tokens.PinOf(passNumber);
}

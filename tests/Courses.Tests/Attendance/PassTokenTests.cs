using Courses.Attendance;
using Courses.Participants;

namespace Courses.Tests.Attendance;

public sealed class PassTokenTests
{
    private static readonly string[] Parts = ["https://host/p/", "/p/", "http://", "AQ", "..", "%2e", "\0", "?x=1", "#f", "é", "🙂", "-_", " ", "\n", "Bearer ", "' or 1=1", "{}", "\ud800"];

    [Theory]
    [InlineData("https://courses.example/p/AbC-_09", "AbC-_09")]
    [InlineData("https://courses.example/p/AbC?utm=x", "AbC")]
    [InlineData(" AbC ", "AbC")]
    public void Finds_the_token_in_what_a_camera_read(string code, string token) => Assert.Equal(token, PassToken.TokenIn(code));

    /// <summary>
    /// A million codes before the register's camera and at the address of a pass: noise, and the code of a real pass with something wrong. None of them may crash
    /// the reader, and only the real token may be taken for the pass.
    /// </summary>
    [Fact]
    public void A_million_odd_codes_crash_nothing_and_none_is_taken_for_a_pass()
    {
        var tokens = new PassTokens(new byte[PassTokens.KeyBytes]);
        var real = tokens.TokenOf("0123456789");
        var known = tokens.HashOfNumber("0123456789");
        Assert.Equal(known, PassToken.HashOf(null, "https://courses.example/p/" + real));
        Assert.Equal(real, PassTokens.In("https://courses.example/p/" + real));
        var dice = new Random(1);
        var nearMisses = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            var payload = dice.Next(2) == 0 ? Noise(dice) : Damaged(dice, "https://courses.example/p/" + real);
            var hash = PassToken.HashOf(dice.Next(4) == 0 ? payload : null, payload);
            Assert.True(hash is null || hash.Length == 64, payload);
            Assert.True(hash != known || PassToken.TokenIn(payload) == real, payload);
            Assert.True(PassTokens.In(payload) is null || PassTokens.In(payload) == real, payload);
            nearMisses += hash is not null && hash != known ? 1 : 0;
        }

        // They did come as far as the look into the database.
        Assert.InRange(nearMisses, 100_000, 1_000_000);
    }

    /// <summary>A real code with letters changed, lost, doubled or swapped, cut short, or in another address.</summary>
    private static string Damaged(Random dice, string code)
    {
        var letters = code.ToList();
        for (var wounds = dice.Next(1, 4); wounds > 0; wounds--)
        {
            var at = dice.Next(letters.Count);
            switch (dice.Next(6))
            {
                case 0: letters[at] = (char)dice.Next(32, 127); break;
                case 1: letters.RemoveAt(at); break;
                case 2: letters.Insert(at, letters[at]); break;
                case 3: letters[at] = char.IsUpper(letters[at]) ? char.ToLowerInvariant(letters[at]) : char.ToUpperInvariant(letters[at]); break;
                case 4: letters.Insert(at, (char)dice.Next(0, 0x3000)); break;
                default: letters = [.. letters.Take(Math.Max(at, 5))]; break;
            }
        }

        return string.Concat(letters);
    }

    private static string Noise(Random dice)
    {
        var payload = string.Concat(Enumerable.Range(0, dice.Next(0, 5)).Select(_ => Parts[dice.Next(Parts.Length)]));
        var bytes = new byte[dice.Next(0, 24)];
        dice.NextBytes(bytes);
        return payload + (dice.Next(2) == 0 ? System.Text.Encoding.Latin1.GetString(bytes) : Convert.ToBase64String(bytes));
    }
}

using Courses.Attendance;

namespace Courses.Tests.Attendance;

public sealed class PassTokenTests
{
    private static readonly string[] Parts = ["https://host/p/", "/p/", "http://", "AQ", "..", "%2e", "\0", "?x=1", "#f", "é", "🙂", "-_", " ", "\n", "Bearer ", "' or 1=1", "{}", "\ud800"];

    [Theory]
    [InlineData("https://courses.example/p/AbC-_09", "AbC-_09")]
    [InlineData("https://courses.example/p/AbC?utm=x", "AbC")]
    [InlineData(" AbC ", "AbC")]
    public void Finds_the_token_in_what_a_camera_read(string code, string token) => Assert.Equal(token, PassToken.TokenIn(code));

    [Fact]
    public void Answers_every_payload_with_a_hash_that_no_other_token_has()
    {
        const string real = "AQIDBAUGBwgJCgsMDQ4PEBESExQV";
        var known = PassToken.HashOf(null, "https://courses.example/p/" + real);
        var dice = new Random(1);
        for (var i = 0; i < 1_000_000; i++)
        {
            var payload = Payload(dice);
            var hash = PassToken.HashOf(dice.Next(4) == 0 ? payload : null, payload);
            Assert.True(hash is null || hash.Length == 64, payload);
            Assert.True(hash != known || PassToken.TokenIn(payload) == real, payload);
        }
    }

    private static string Payload(Random dice)
    {
        var payload = string.Concat(Enumerable.Range(0, dice.Next(0, 5)).Select(_ => Parts[dice.Next(Parts.Length)]));
        var bytes = new byte[dice.Next(0, 24)];
        dice.NextBytes(bytes);
        return payload + (dice.Next(2) == 0 ? System.Text.Encoding.Latin1.GetString(bytes) : Convert.ToBase64String(bytes));
    }
}

using System.Security.Cryptography;
using Courses.Participants;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Courses.Tests.Newcomers;

public sealed class PassNumberTests
{
    [Fact]
    public void Are_read_back_as_they_are_written()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var number = Crockford.NewNumber();
            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]$", number);
            Assert.Equal(number, Crockford.Read(number));
        }
    }

    [Fact]
    public void Forgive_the_way_people_say_and_write_them()
    {
        var number = Crockford.NewNumber(_ => [1, 0, 0, 0, 0]);
        Assert.Equal(number, Crockford.Read(number.ToLowerInvariant()));
        Assert.Equal(number, Crockford.Read(number.Replace("-", " ", StringComparison.Ordinal)));
        Assert.Equal(number, Crockford.Read(number.Replace("-", "", StringComparison.Ordinal).Replace('0', 'O').Replace('1', 'l')));
    }

    [Fact]
    public void A_wrong_character_and_two_swapped_ones_are_noticed()
    {
        const string digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for (var round = 0; round < 200; round++)
        {
            var number = Crockford.NewNumber();
            for (var i = 0; i < number.Length; i++)
            {
                if (number[i] == '-')
                {
                    continue;
                }

                foreach (var wrong in digits.Where(digit => digit != number[i]))
                {
                    Assert.Null(Crockford.Read($"{number[..i]}{wrong}{number[(i + 1)..]}"));
                }
            }

            var plain = number.Replace("-", "", StringComparison.Ordinal);
            for (var i = 0; i + 1 < plain.Length; i++)
            {
                var swapped = $"{plain[..i]}{plain[i + 1]}{plain[i]}{plain[(i + 2)..]}";
                Assert.True(swapped == plain || Crockford.Read(swapped) is null, $"{plain} and {swapped} are both accepted.");
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Amira Haddad")]
    [InlineData("0000-0000")]
    [InlineData("0000-0000-00")]
    [InlineData("٠٠٠٠-٠٠٠٠-٠")]
    public void What_is_no_number_is_none(string? text) => Assert.Null(Crockford.Read(text));
}

public sealed class PassTokenTests
{
    private static readonly PassTokens Tokens = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void Are_the_same_for_the_same_pass_and_differ_between_passes_and_keys()
    {
        Assert.Equal(Tokens.TokenOf("AAAA-AAAA-A"), Tokens.TokenOf("AAAA-AAAA-A"));
        Assert.NotEqual(Tokens.TokenOf("AAAA-AAAA-A"), Tokens.TokenOf("AAAA-AAAA-B"));
        Assert.NotEqual(Tokens.TokenOf("AAAA-AAAA-A"), new PassTokens(RandomNumberGenerator.GetBytes(32)).TokenOf("AAAA-AAAA-A"));
    }

    [Fact]
    public void Are_found_in_an_address()
    {
        var token = Tokens.TokenOf("AAAA-AAAA-A");
        Assert.Equal(28, token.Length);
        foreach (var text in new[] { token, $" {token}\n", $"https://courses.example/p/{token}", $"HTTPS://courses.example/p/{token}?lang=ar", $"http://localhost:5080/p/{token}#x" })
        {
            Assert.Equal(token, PassTokens.In(text));
        }
    }

    [Fact]
    public void One_changed_character_is_noticed()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = Tokens.TokenOf("AAAA-AAAA-A");
        for (var i = 0; i < token.Length; i++)
        {
            foreach (var wrong in alphabet.Where(character => character != token[i]))
            {
                Assert.False(PassTokens.IsWellFormed($"{token[..i]}{wrong}{token[(i + 1)..]}"));
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_random_payloads_neither_crash_nor_pass()
    {
        var random = new Random(20261121);
        var buffer = new char[64];
        var real = Tokens.TokenOf("AAAA-AAAA-A");
        for (var i = 0; i < 100_000; i++)
        {
            string text;
            switch (i % 4)
            {
                case 0:
                    var bytes = new byte[21];
                    random.NextBytes(bytes);
                    bytes[0] = 1;
                    text = System.Buffers.Text.Base64Url.EncodeToString(bytes);
                    break;
                case 1:
                    var length = random.Next(buffer.Length);
                    for (var at = 0; at < length; at++)
                    {
                        buffer[at] = (char)random.Next(0x10000);
                    }

                    text = new(buffer, 0, length);
                    break;
                case 2:
                    var cut = random.Next(real.Length);
                    text = string.Concat(real.AsSpan(0, cut), real.AsSpan(random.Next(real.Length)));
                    if (text == real)
                    {
                        continue;
                    }

                    break;
                default:
                    text = "https://courses.example/p/" + Convert.ToBase64String(BitConverter.GetBytes(random.NextInt64()));
                    break;
            }

            Assert.False(PassTokens.IsWellFormed(text), text);
            Assert.Null(PassTokens.In(text));
            Crockford.Read(text);
            SearchName.Of(text);
        }
    }

    [Fact]
    public void Any_text_at_all_is_read_without_a_crash() =>
        Prop.ForAll<string?>(text => PassTokens.In(text) is null && (text is null || SearchName.Of(text).Length >= 0)).QuickCheckThrowOnFailure();

    [Fact]
    public void Production_does_not_start_without_a_key_of_its_own()
    {
        var nothing = new ConfigurationBuilder().Build();
        Assert.Throws<InvalidOperationException>(() => new PassTokens(nothing, new HostingEnvironment { EnvironmentName = Environments.Production }));
        Assert.Throws<InvalidOperationException>(() => new PassTokens(nothing, new HostingEnvironment { EnvironmentName = Environments.Staging }));
        Assert.Throws<InvalidOperationException>(() => new PassTokens(nothing, new HostingEnvironment { EnvironmentName = "Test" }));
        Assert.Equal(28, new PassTokens(nothing, new HostingEnvironment { EnvironmentName = Environments.Development }).TokenOf("AAAA-AAAA-A").Length);
        var weak = new ConfigurationBuilder().AddInMemoryCollection([new("COURSES_PASS_KEY", "c2hvcnQ=")]).Build();
        Assert.Throws<InvalidOperationException>(() => new PassTokens(weak, new HostingEnvironment { EnvironmentName = Environments.Production }));
    }
}

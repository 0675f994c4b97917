using Courses.OData;

namespace Courses.Tests.OData;

public sealed class ChainsTests
{
    [Fact]
    public void A_short_chain_stays_as_it_is() =>
        Assert.Equal("a eq 1 or (b eq ' or ' and c in (1,2))", Chains.Halved("a eq 1 or (b eq ' or ' and c in (1,2))"));

    [Fact]
    public void A_long_chain_is_as_deep_as_its_length_can_be_halved()
    {
        foreach (var word in new[] { "or", "and" })
        {
            foreach (var around in new[] { "{0}", "x eq 'it''s (' and ({0})", "Marks/any(m:{0})", "not ({0})" })
            {
                var terms = Enumerable.Range(0, 1_500).Select(i => $"a eq '{i} or ) '").ToList();
                var halved = Chains.Halved(string.Format(System.Globalization.CultureInfo.InvariantCulture, around, string.Join($" {word} ", terms)));
                var (depth, deepest, quoted) = (0, 0, false);
                foreach (var sign in halved)
                {
                    quoted ^= sign == '\'';
                    depth += quoted ? 0 : sign == '(' ? 1 : sign == ')' ? -1 : 0;
                    deepest = Math.Max(deepest, depth);
                }

                Assert.Equal(0, depth);
                Assert.InRange(deepest, 10, 13);
                // Nothing but brackets was added, and nothing lost.
                Assert.Equal(terms, halved.Split('\'').Where((_, i) => i % 2 == 1).Where(text => text.EndsWith(" or ) ", StringComparison.Ordinal)).Select(text => $"a eq '{text}'"));
            }
        }
    }

    [Theory]
    [InlineData("((((")]
    [InlineData("'")]
    [InlineData("a or (b or 'c")]
    [InlineData(")) or ((")]
    [InlineData("")]
    public void What_is_broken_stays_broken(string text) => Assert.Equal(text, Chains.Halved(text));
}

using Courses.Eligibility;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Eligibility;

/// <summary>What is shown of a simulation tells of nobody or of at least five, also to whoever subtracts.</summary>
public sealed class SmallCountsTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    /// <summary>Up to seven values of a property, with few people in many cells.</summary>
    private static readonly Gen<Dictionary<string, int[]>> Tables =
        from size in Gen.Choose(1, 7)
        from rows in Gen.Frequency((3, Gen.Choose(0, 6)), (1, Gen.Choose(0, 400)), (2, Gen.Constant(0))).ArrayOf(4).ArrayOf(size)
        select rows.Select((row, i) => (Value: $"v{i}", Row: row)).ToDictionary(row => row.Value, row => row.Row);

    [Fact]
    public void No_number_of_one_to_four_is_shown_nor_left_over_when_some_are_taken_from_others() => Check.One(Many, Prop.ForAll(Tables.ToArbitrary(), table =>
    {
        var columns = SmallCounts.ColumnsToShow(table.Values);
        var rows = SmallCounts.RowsToShow(table, columns);
        Assert.All(columns, column => Assert.False(CanBeWorkedOut([.. rows.Select(row => (int?)row.Counts[column])], table.Values.Sum(row => row[column]))));

        // Nobody is left out of a table that is shown.
        Assert.All(rows is [] ? [] : columns, column => Assert.Equal(table.Values.Sum(row => row[column]), rows.Sum(row => row.Counts[column])));
        Assert.True(columns.Count is 0 or 4 || columns.Count <= 2, "One number alone was hidden beside the number of all people.");
    }));

    [Fact]
    public void Rows_with_few_people_are_told_together_and_with_the_next_smallest_when_that_does_not_do()
    {
        Dictionary<string, int[]> table = new() { ["Refugee"] = [40, 0, 60, 0], ["AsylumSeeker"] = [3, 0, 10, 0], ["EuCitizen"] = [1, 0, 9, 0], ["FamilyMember"] = [7, 0, 5, 0] };
        var rows = SmallCounts.RowsToShow(table, SmallCounts.ColumnsToShow(table.Values));
        Assert.Equal(["Refugee"], rows[0].Values);
        Assert.Equal(["AsylumSeeker", "EuCitizen", "FamilyMember"], rows[1].Values);
        Assert.Equal([11, 0, 24, 0], rows[1].Counts);
    }

    [Fact]
    public void With_a_small_number_the_largest_other_is_hidden_too()
    {
        Assert.Equal([1, 3], SmallCounts.ColumnsToShow([[3, 0, 60, 9], [1, 7, 60, 9]]));
        Assert.Equal([0, 1, 2, 3], SmallCounts.ColumnsToShow([[3, 0, 60, 9], [2, 7, 60, 9]]));
    }

    /// <summary>The canary: only leaving the small numbers out does not do.</summary>
    [Fact]
    public void Leaving_out_the_small_number_alone_would_tell_it() => Assert.True(CanBeWorkedOut([40, null, 7], 40 + 3 + 7));

    /// <summary>Can a number of one to four be read, or be got by taking shown ones from the sum?</summary>
    private static bool CanBeWorkedOut(int?[] shown, int sum) => shown is not [] && Enumerable.Range(0, 1 << shown.Length).Any(some =>
    {
        var taken = shown.Where((_, i) => (some & (1 << i)) != 0).OfType<int>().ToArray();
        return SmallCounts.IsSmall(taken.Sum()) || SmallCounts.IsSmall(sum - taken.Sum());
    });
}

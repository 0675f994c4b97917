namespace Courses.Seed;

internal static class SeedCommand
{
    private static int Main()
    {
        Console.Error.WriteLine("The demo city is not built yet.");
        return 1;
    }
}

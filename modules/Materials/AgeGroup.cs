namespace Courses.Materials;

internal enum AgeGroup
{
    Everybody,
    Children,
    Adults,
}

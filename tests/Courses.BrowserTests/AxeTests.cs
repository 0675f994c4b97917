namespace Courses.BrowserTests;

/// <summary>The canary of every test that asks axe: it does find what is wrong.</summary>
[Collection(OnThePhone.Name)]
public sealed class AxeTests(BrowserCity city)
{
    [Fact]
    public async Task Axe_sees_a_picture_without_words_and_pale_text()
    {
        var page = await city.Open(Screen.Phone);
        await page.GotoAsync("/sign-in");
        await Axe.FindsNothing(page);
        await page.EvaluateAsync("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/favicon.svg\"><p><font color=\"#ccc\">pale</font></p>')");
        var violations = await Axe.Violations(page);
        Assert.Contains(violations, violation => violation.Contains("image-alt", StringComparison.Ordinal));
        Assert.Contains(violations, violation => violation.Contains("color-contrast", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }
}

using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>What an eye would object to: sideways scrolling, text cut off or printed over other text, buttons too small for a thumb, keys instead of sentences.</summary>
internal static class Looks
{
    private const string Find =
        """
        () => {
          const found = [];
          const root = document.documentElement;
          window.scrollTo(0, root.scrollHeight);
          const name = (element) => `<${element.localName}${element.className && typeof element.className === 'string' ? ' class="' + element.className + '"' : ''}> "${(element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}"`;
          const hidden = (element) => element.closest('.visually-hidden, .skip, svg, [hidden], details:not([open]) > :not(summary)') !== null || getComputedStyle(element).visibility === 'hidden';
          const elements = [...document.body.querySelectorAll('*')].filter((element) => !hidden(element));

          if (root.scrollWidth > root.clientWidth) {
            const wide = elements.filter((element) => { const box = element.getBoundingClientRect(); return box.right > root.clientWidth + 1 || box.left < -1; });
            found.push(`scrolls sideways, ${root.scrollWidth} > ${root.clientWidth}: ${wide.slice(-3).map(name).join(', ')}`);
          }

          const touched = 'button, .button, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio]), label.choice, nav a, header a';
          for (const element of elements.filter((one) => one.matches(touched))) {
            const box = element.getBoundingClientRect();
            if (box.height < 43.5) { found.push(`only ${box.height.toFixed(0)} px high: ${name(element)}`); }
          }

          for (const element of elements) {
            const style = getComputedStyle(element);
            if (['input', 'textarea', 'select', 'option'].includes(element.localName) || style.display === 'inline') { continue; }
            const around = getComputedStyle(element.parentElement);
            if (element.localName === 'bdi' && style.direction !== around.direction && !/flex|grid/.test(around.display)) { found.push(`a line of its own on the other side of the page: ${name(element)}`); }
            if (style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) { found.push(`cut off sideways: ${name(element)}`); }
            if (style.overflowY !== 'visible' && style.overflowY !== 'auto' && element.scrollHeight > element.clientHeight + 1) { found.push(`cut off below: ${name(element)}`); }
          }

          const texts = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.data.trim() === '' || node.parentElement.closest('option, script, style') || hidden(node.parentElement)) { continue; }
            if (/^[a-z-]+(\.[a-z0-9-]+)+$/i.test(node.data.trim()) && !node.parentElement.closest('bdi, .written')) { found.push(`a key instead of a sentence: ${node.data.trim()}`); }
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const box of range.getClientRects()) {
              // The line's box is taller than its letters.
              if (box.width > 3) { texts.push({ node, left: box.left + 1, right: box.right - 1, top: box.top + box.height * 0.25, bottom: box.bottom - box.height * 0.25 }); }
            }
          }
          texts.sort((a, b) => a.top - b.top);
          for (let i = 0; i < texts.length; i++) {
            for (let j = i + 1; j < texts.length && texts[j].top < texts[i].bottom; j++) {
              const [a, b] = [texts[i], texts[j]];
              if (a.node !== b.node && a.left < b.right && b.left < a.right) { found.push(`printed over each other: "${a.node.data.trim().slice(0, 30)}" and "${b.node.data.trim().slice(0, 30)}"`); }
            }
          }
          return found;
        }
        """;

    public static async Task<IReadOnlyList<string>> Wrong(IPage page)
    {
        // What is in the page may be there before the sheet that says how it looks.
        await page.WaitForLoadStateAsync();
        return await page.EvaluateAsync<string[]>(Find);
    }

    /// <summary>As for a reader who has set letters to twice their size.</summary>
    public static async Task<IReadOnlyList<string>> WrongAtTwiceTheSize(IPage page)
    {
        // The reader's setting is there before the page is; set afterwards, what depends on the room there is must be laid out anew.
        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; document.body.style.display = 'none'; document.body.getBoundingClientRect(); document.body.style.display = ''; }");
        var wrong = await Wrong(page);
        await page.EvaluateAsync("document.documentElement.style.fontSize = ''");
        return [.. wrong.Select(one => "at 200 %: " + one)];
    }
}

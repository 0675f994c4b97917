// Keeps the progress of a piece of work up to date without reloading the page; where scripts are off, the page reloads itself.
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

while (document.querySelector('#work[data-open]')) {
    await pause(2000);
    try {
        const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
        const now = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#work');
        const shown = document.querySelector('#work');
        if (answer.ok && now && now.innerHTML !== shown.innerHTML) shown.replaceWith(document.importNode(now, true));
    } catch {
        // The network is away for a moment: what is shown stays.
    }
}

// The little that rendering needs.
type Child = Node | string | number | false | null | undefined;
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
    const [name, ...classes] = tag.split('.');
    const element = document.createElement(name || 'div');
    if (classes.length) element.className = classes.join(' ');
    for (const [attribute, value] of Object.entries(attributes)) {
        if (typeof value === 'function') element.addEventListener(attribute, value);
        else if (value === true) element.setAttribute(attribute, '');
        else if (value !== undefined && value !== false) element.setAttribute(attribute, String(value));
    }
    element.append(...children.filter(child => child !== false && child !== null && child !== undefined).map(child => (typeof child === 'number' ? String(child) : (child as Node | string))));
    return element;
}

export function icon(name: string): SVGSVGElement {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('viewBox', '0 0 24 24');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', paths[name] ?? '');
    svg.append(path);
    return svg;
}

// Drawn for a 24 unit square, stroked with the text's colour.
const paths: Record<string, string> = {
    check: 'M4 12.5l5.5 5.5L20 7',
    cross: 'M6 6l12 12M18 6L6 18',
    clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5.5l3.5 2',
    letter: 'M3 6h18v12H3zM3 7l9 7 9-7',
    scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8h3v3H8zM13 8h3v3h-3zM8 13h3v3H8zM14 14h2v2h-2z',
    undo: 'M8 5L3.5 9.5 8 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3',
    back: 'M15 5l-7 7 7 7',
    lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
    people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.2 3.2 0 0 1 0 6.2M17.5 14.2c2.300.6 3.700 2.600 4 5.800',
    sign: 'M4 20h16M6 16l1-4L16.500 2.500l3 3L10 15z',
    room: 'M3 4h18v12H3zM9 20h6M12 16v4M8 8h3v3H8zM13 8h3v3h-3z',
    flip: 'M4 12a8 8 0 0 1 14-5.300M20 12a8 8 0 0 1-14 5.300M18 3v4h-4M6 21v-4h4',
    light: 'M9 18h6M10 21h4M12 3a6 6 0 0 1 3.500 10.900c-.6.6-.9 1.300-.9 2.100H9.400c0-.8-.3-1.500-.9-2.100A6 6 0 0 1 12 3',
    leave: 'M14 4h5v16h-5M4 12h10M10 8l4 4-4 4',
    info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7.500v.1',
    picture: 'M4 7h4l1.500-2.500h5L16 7h4v12H4zM12 10a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
};

/** A dialog that answers once; Escape and the backdrop mean no answer. */
export function ask<T>(title: string, body: (answer: (value: T) => void) => Child[]): Promise<T | undefined> {
    return new Promise(resolve => {
        const dialog = h('dialog', { 'aria-label': title }) as HTMLDialogElement;
        let answered: T | undefined;
        const answer = (value: T): void => {
            answered = value;
            dialog.close();
        };
        dialog.append(h('h2', {}, title), ...body(answer).filter(child => child instanceof Node || typeof child === 'string').map(child => child as Node | string));
        dialog.addEventListener('close', () => {
            dialog.remove();
            resolve(answered);
        });
        dialog.addEventListener('click', event => event.target === dialog && dialog.close());
        document.body.append(dialog);
        dialog.showModal();
    });
}

// Which screen is shown, and what happens when another one comes. What a screen shows and does stands in its own file.
import { device } from './state';
import { statusBar } from './status';

export type Screen = 'enrol' | 'lock' | 'sessions' | 'register' | 'room';

export interface View {
    view: (detail: string) => HTMLElement[];
    /** Fills in what changes more often than the screen. */
    drawn?: () => void;
    entered?: () => void;
    left?: () => void;
    /** The state of the tablet has changed. */
    status?: () => void;
}

const app = document.getElementById('app')!;
export const views = {} as Record<Screen, View>;
export let screen: Screen = 'sessions';

export function show(next: Screen, detail = ''): void {
    if (next !== screen) views[screen].left?.();
    screen = next;
    draw(detail);
    scrollTo(0, 0);
    views[next].entered?.();
}

export function draw(detail = ''): void {
    app.replaceChildren(...(screen === 'enrol' && !device ? [] : [statusBar()]), ...views[screen].view(detail));
    views[screen].drawn?.();
}

export const ready = (): void => app.removeAttribute('aria-busy');

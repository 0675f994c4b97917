// The PIN before the register: nobody who finds the tablet reads its names.
import { h, icon } from './dom';
import { languageButtons } from './language';
import { screen, show, type View } from './screens';
import { pinIs, plainDigits } from './seal';
import { book, device } from './state';
import * as store from './store';
import { say } from './words';

const LOCK_AFTER = 5 * 60_000;
let lastTouch = Date.now();

export const lockScreen: View = { view: lockView };

export function lockWhenLeft(): void {
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, touched, { capture: true });
    setInterval(() => isIdle() && screen !== 'room' && show('lock'), 5_000);
}

/** The room code may stand there for a whole lesson; who touches it afterwards needs the PIN. */
function touched(): void {
    if (isIdle()) show('lock');
    lastTouch = Date.now();
}

const isIdle = (): boolean => device?.pin !== undefined && screen !== 'lock' && Date.now() - lastTouch > LOCK_AFTER;

function lockView(): HTMLElement[] {
    const input = h('input.pin', { type: 'password', inputmode: 'numeric', autocomplete: 'off', 'aria-label': say('pin'), autofocus: true }) as HTMLInputElement;
    const refused = h('p.notice.bad', { hidden: true, role: 'alert' });
    const form = h(
        'form',
        {
            submit: event => {
                event.preventDefault();
                void unlock(input, refused);
            },
        },
        h('label', {}, say('pin'), input),
        refused,
        h('button', {}, icon('lock'), say('unlock')),
    );
    setTimeout(() => input.focus());
    return [h('header.top', {}, h('div.what', {}, h('h1', {}, say('title')), h('p', {}, device?.name ?? '')), ...languageButtons()), h('main', {}, h('div.card.narrow', {}, h('h2', {}, say('locked')), form))];
}

async function unlock(input: HTMLInputElement, refused: HTMLElement): Promise<void> {
    const tries = (await store.get<{ wrong: number; until: number }>('tries')) ?? { wrong: 0, until: 0 };
    const wait = Math.ceil((tries.until - Date.now()) / 1000);
    refused.hidden = false;
    if (wait > 0) {
        refused.textContent = say('waitPin', wait);
    } else if (device?.pin && (await pinIs(device.pin, plainDigits(input.value)))) {
        await store.set('tries', { wrong: 0, until: 0 });
        lastTouch = Date.now();
        show(book ? 'register' : 'sessions');
    } else {
        const wrong = tries.wrong + 1;
        await store.set('tries', { wrong, until: wrong >= 5 ? Date.now() + 30_000 * 2 ** Math.min(wrong - 5, 6) : 0 });
        refused.textContent = say('wrongPin');
        input.value = '';
    }
}

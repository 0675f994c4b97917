// The register of one session: its people, what is said of each, and who has not been mentioned yet.
import { isByName, type Entry } from './book';
import { stopCamera, drawCamera } from './camera';
import { h, icon } from './dom';
import { follow, stopFollowing } from './follow';
import { drawGuests } from './guests';
import { act, excused, late } from './mark';
import type { State } from './model';
import { paper, paperOff } from './paper';
import { drawResult, showResult } from './result';
import { show, type View } from './screens';
import { drawFoot } from './sign-off';
import { book, nameOf, setBook } from './state';
import { accessNotice } from './status';
import { clockTime, dayName, say, type Key } from './words';

let filter = '';
let flashed = '';

export const registerScreen: View = {
    view: registerView,
    drawn: () => (drawList(), drawCamera()),
    entered: () => follow(drawList, 10_000),
    left: () => (stopFollowing(), stopCamera()),
    status: drawFoot,
};

export function freshRoster(): void {
    showResult(undefined);
    filter = '';
    paperOff();
}

/** The row of this person lights up when the list is drawn next. */
export const flash = (id: string): void => void (flashed = id);

function registerView(): HTMLElement[] {
    const session = book!.session;
    return [
        h(
            'header.top',
            {},
            h('button', { type: 'button', 'aria-label': say('back'), click: () => (setBook(undefined), show('sessions')) }, icon('back')),
            h('div.what', {}, h('h1', {}, session.name), h('p', {}, [session.number, `${dayName(session.day)}, ${session.from} – ${session.until}`, session.place].filter(Boolean).join(' · '))),
            h('button', { type: 'button', id: 'room', 'aria-label': say('roomCode'), click: () => show('room') }, icon('room'), h('span.room-label', {}, say('roomCode'))),
        ),
        h('main', {}, accessNotice(), h('div.register', {}, h('div.side', {}, h('div', { id: 'camera' }), h('div', { id: 'result', role: 'status', 'aria-live': 'assertive' }), h('div', { id: 'counts' }), h('div', { id: 'guests' }), searchBox()), h('div', {}, h('div', { id: 'list' }), h('div', { id: 'foot' })))),
    ];
}

function searchBox(): HTMLElement {
    return h('input', { type: 'search', id: 'search', placeholder: say('search'), 'aria-label': say('search'), value: filter, input: event => ((filter = (event.target as HTMLInputElement).value), drawList()) });
}

export function find(name: string): void {
    filter = name;
    (document.getElementById('search') as HTMLInputElement).value = name;
    drawList();
}

export function drawList(): void {
    const holder = document.getElementById('list');
    if (!holder || !book) return;
    const plain = (text: string): string => text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
    const entries = book.entries().filter(entry => plain(nameOf(entry)).includes(plain(filter)));
    const focused = document.activeElement?.closest('li')?.dataset['person'];
    holder.replaceChildren(paper ? h('p.notice', {}, say('paperKeys')) : '', h('ul.people', {}, ...entries.map(personRow)), entries.length === 0 && !book.isSignedOff && filter.trim().length > 1 ? guestByName(filter.trim()) : '');
    if (focused) (holder.querySelector(`li[data-person="${focused}"]`) as HTMLElement | null)?.focus();
    flashed = '';
    drawResult();
    drawCounts();
    drawGuests();
    drawFoot();
}

function guestByName(name: string): HTMLElement {
    return h('button.second', { type: 'button', id: 'guest-by-name', click: () => void act(() => book!.takeGuestByName(name.slice(0, 200))).then(() => (showResult({ tone: 'good', text: say('guestTaken') }), find(''))) }, icon('people'), say('guestByName', name));
}

const says = { Ill: 'saysIll', ChildIll: 'saysChildIll', Doctor: 'saysDoctor' } as const;

const labels: Record<State, Key> = { present: 'present', late: 'late', 'left-early': 'leftEarly', excused: 'excused', absent: 'absent' };

function personRow(entry: Entry): HTMLElement {
    const state = book!.stateOf(entry);
    const closed = book!.isSignedOff;
    const minutes = entry.mark?.minutes;
    const said = state === undefined ? '' : `${say(labels[state])}${minutes ? ` ${minutes} ${say('minutes')}` : ''}${entry.mark ? ` · ${clockTime(entry.mark.at)}` : ` · ${say('updated')}`}`;
    const button = (kind: 'present' | 'late' | 'excused' | 'absent', picture: string, act: () => void): HTMLElement => {
        const on = state === kind || (kind === 'late' && state === 'left-early');
        return h(`button.${kind}`, { type: 'button', 'aria-pressed': String(on), disabled: closed, click: act }, icon(picture), say(on && state === 'left-early' ? 'leftEarly' : kind));
    };
    return h(
        `li${state ? `.${state}` : ''}${flashed === entry.id ? '.flash' : ''}`,
        { 'data-person': entry.id, tabindex: paper ? 0 : undefined },
        h('div', {}, h('bdi.name', {}, nameOf(entry)), entry.guest ? h('span.badge.warn', {}, say('guest')) : null, entry.word === undefined ? null : h('span.badge.good.word', {}, icon('sign'), say('wordSaid', entry.word)), entry.away ? h('span.badge.warn.away', {}, icon('letter'), `${say(says[entry.away.says])}${entry.away.accepted ? ` · ${say('saysAccepted')}` : ''}`) : null, h('span.said', {}, said)),
        isByName(entry.id) ? null : h(
            'div.marks',
            {},
            button('present', 'check', () => void act(() => book!.mark(entry, 'present'))),
            button('late', 'clock', () => void late(entry)),
            button('excused', 'letter', () => void excused(entry)),
            button('absent', 'cross', () => void act(() => book!.mark(entry, 'absent'))),
        ),
    );
}

function drawCounts(): void {
    const { here, expected, open } = book!.counts();
    document.getElementById('counts')?.replaceChildren(
        h('div.counts', {}, h('span.big', {}, say('presentOf', here, expected)), open.length && !book!.isSignedOff ? h('span.badge.warn', {}, say('open', open.length)) : null),
    );
}

import { Book, type Entry } from './book';
import { ask, h, icon } from './dom';
import { isHere, type Fact, type Person, type Session, type State } from './model';
import { Camera, prepare, readPicture } from './scan';
import { fromFile, newPin, pinIs, toFile } from './seal';
import { play, type Tone } from './sound';
import * as store from './store';
import type { Device } from './store';
import * as sync from './sync';
import { chooseLanguage, clockTime, dayName, language, moment, say, type Key } from './words';

const LOCK_AFTER = 5 * 60_000;
const app = document.getElementById('app')!;

let device: Device | undefined;
let teacher = '';
let sessions: Session[] = [];
let people = new Map<string, Person>();
let signedHere = new Set<string>();
let book: Book | undefined;
let screen: 'enrol' | 'lock' | 'sessions' | 'register' | 'room' = 'sessions';
let camera: Camera | undefined;
let facing: 'environment' | 'user' = 'environment';
let result: { tone: Tone; text: string; action?: { text: string; do: () => void } } | undefined;
let filter = '';
let flashed = '';
let paper = false;
let opensOffline = true;
let lastTouch = Date.now();
let codeShown = '';
let poll: ReturnType<typeof setInterval> | undefined;

void begin();

async function begin(): Promise<void> {
    chooseLanguage();
    await store.openStore();
    device = await store.get<Device>('device');
    teacher = (await store.get<string>('teacher')) ?? '';
    await load();
    const code = /[#&]code=([^&]+)/.exec(location.hash)?.[1];
    if (code) {
        codeShown = decodeURIComponent(code);
        history.replaceState(null, '', '/register/');
    }
    sync.useDevice(device);
    if (codeShown && !device?.credential) show('enrol', codeShown);
    else if (device?.pin) show('lock');
    else if (device) show('sessions');
    else if (await sync.signedIn()) {
        await useDevice({ id: crypto.randomUUID(), name: 'Browser' });
        show('sessions');
    } else show('enrol');
    app.removeAttribute('aria-busy');
    await sync.start(onSync);
    // Whether the browser agrees is shown among the details of the tablet.
    navigator.storage?.persist?.().catch(() => false);
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('/register/sw.js', { scope: '/register/' }).catch(noWorker);
    else noWorker();
    // Where the browser cannot read QR codes itself, the decoder must be here before the network is gone. Scanning says so when it is not.
    navigator.serviceWorker?.ready.then(() => prepare()).catch(() => undefined);
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, touched, { capture: true });
    setInterval(() => isIdle() && screen !== 'room' && show('lock'), 5_000);
    addEventListener('keydown', paperKeys);
}

/** The room code may stand there for a whole lesson; who touches it afterwards needs the PIN. */
function touched(): void {
    if (isIdle()) show('lock');
    lastTouch = Date.now();
}

const isIdle = (): boolean => device?.pin !== undefined && screen !== 'lock' && Date.now() - lastTouch > LOCK_AFTER;

/** Marks are kept all the same, but the app would not open without a network: the teacher must know before going down to the cellar. */
function noWorker(): void {
    opensOffline = false;
    drawStatus();
}

async function useDevice(value: Device): Promise<void> {
    device = value;
    sync.useDevice(value);
    await store.set('device', value);
}

async function load(): Promise<void> {
    sessions = await store.sessions();
    people = await store.people();
    signedHere = new Set((await store.signOffs()).map(signOff => signOff.sessionId));
}

async function onSync(rosterChanged: boolean): Promise<void> {
    if (book) {
        const id = book.session.id;
        const signOff = (await store.signOffs()).find(each => each.sessionId === id);
        if (book?.session.id === id) book.signOff = signOff;
    }
    if (rosterChanged) {
        await load();
        if (book) {
            const session = sessions.find(each => each.id === book!.session.id);
            if (session) book.follow(session, people);
            else if (sync.state.access === 'revoked') book = undefined;
        }
        if (!book && (screen === 'register' || screen === 'room')) return show('sessions');
        if (!document.querySelector('dialog') && !(document.activeElement instanceof HTMLInputElement)) return draw();
    }
    drawStatus();
}

function show(next: typeof screen, detail = ''): void {
    if (next !== 'register') stopCamera();
    clearInterval(poll);
    screen = next;
    draw(detail);
    scrollTo(0, 0);
    if (next === 'register' || next === 'room') {
        const refresh = async (): Promise<void> => {
            if (!book || !navigator.onLine) return;
            const open = book;
            try {
                const marks = await sync.pullMarks(open.session.id);
                if (open !== book) return;
                open.useServer(marks);
                if (screen === 'room') drawRoomNames();
                else drawList();
            } catch (error) {
                // Without a network this tablet's own list is enough to go on with. A refusal may mean that the tablet was withdrawn: the next round finds out.
                if (error instanceof sync.Refused) sync.soon(0);
            }
        };
        void refresh();
        poll = setInterval(() => void refresh(), next === 'room' ? 3_000 : 10_000);
    }
}

function draw(detail = ''): void {
    const view = { enrol: () => enrolView(detail), lock: lockView, sessions: sessionsView, register: registerView, room: roomView }[screen]();
    app.replaceChildren(...(screen === 'enrol' && !device ? [] : [statusBar()]), ...view);
    if (screen === 'register') {
        drawList();
        drawCamera();
    }
    if (screen === 'room') drawRoomNames();
}

// What is always in sight

function statusBar(): HTMLElement {
    const { unsent, unsentSince, lastContact, connected } = sync.state;
    return h(
        `button.status${connected ? '.connected' : ''}`,
        { id: 'status', type: 'button', click: () => void details() },
        h('span.dot'),
        h('span', {}, connected ? say('online') : say('offline')),
        unsent > 0 ? h('span.unsent', {}, `${unsent} ${say('unsent')}${unsentSince ? `, ${say('unsentSince')} ${moment(unsentSince)}` : ''}`) : h('span', {}, say('allSent')),
        h('span.end', {}, `${say('lastContact')}: ${lastContact ? moment(lastContact) : say('never')}`),
    );
}

function drawStatus(): void {
    document.getElementById('status')?.replaceWith(statusBar());
    if (screen === 'register') drawFoot();
    const warning = document.getElementById('access');
    warning?.replaceWith(accessNotice());
}

function accessNotice(): HTMLElement {
    const box = h('div', { id: 'access' });
    const { access, unsent, stuck } = sync.state;
    if (access === 'revoked') {
        box.append(
            h('p.notice.bad', {}, say('revoked'), unsent > 0 ? ` ${say('revokedUnsent', unsent)}` : ''),
            h('p', {}, h('button.second', { type: 'button', click: () => show('enrol', codeShown) }, icon('scan'), say('enrolTitle'))),
        );
    }
    if (access === 'signed-out') box.append(h('p.notice.warn', {}, `${say('signInAgain')} `, h('a', { href: '/sign-in?back=/register/' }, say('orSignIn'))));
    if (stuck > 0) box.append(h('p.notice.bad', {}, say('stuck', stuck)));
    if (!opensOffline) box.append(h('p.notice.warn', {}, say('noWorker')));
    if (isAppleTablet() && !matchMedia('(display-mode: standalone)').matches) box.append(h('p.notice.warn', {}, say('installIpad')));
    return box;
}

const isAppleTablet = (): boolean => /iPad|iPhone/.test(navigator.userAgent) || (navigator.userAgent.includes('Mac OS X') && navigator.maxTouchPoints > 1);

// Setting up and unlocking

/** A keyboard in Arabic or Persian types digits of its own; the PIN is the same number. The zero of a script starts a block of ten. */
const plainDigits = (typed: string): string =>
    typed.replace(/\p{Nd}/gu, digit => {
        let value = 0;
        for (let code = digit.codePointAt(0)!; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1)); code--) value++;
        return String(value);
    });

function enrolView(code: string): HTMLElement[] {
    const form = h(
        'form',
        { submit: event => void enrol(event) },
        h('label', {}, say('code'), h('input', { name: 'code', required: true, autocomplete: 'off', autocapitalize: 'characters', value: code })),
        h('label', {}, say('deviceName'), h('small', {}, say('deviceNameHint')), h('input', { name: 'name', maxlength: 60, autocomplete: 'off' })),
        h('label', {}, say('newPin'), h('input.pin', { name: 'pin', type: 'password', inputmode: 'numeric', pattern: '\\p{Nd}{4,8}', required: true, autocomplete: 'new-password' })),
        h('p.notice.bad', { id: 'refused', hidden: true, role: 'alert' }),
        h('div.row', {}, h('button', {}, icon('check'), say('enrol')), h('button.second', { type: 'button', click: () => void scanCode(form) }, icon('scan'), say('enrolScan'))),
    );
    return [
        h('header.top', {}, h('div.what', {}, h('h1', {}, say('title'))), languageButton()),
        h('main', {}, h('div.card.narrow', {}, h('h2', {}, say('enrolTitle')), h('p', {}, say('enrolText')), form, h('p', {}, ''), h('a', { href: '/sign-in?back=/register/' }, say('orSignIn')))),
    ];
}

async function enrol(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const value = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    const refused = document.getElementById('refused')!;
    try {
        const enrolled = await sync.enrol(value('code'), value('name'));
        await store.wipe(false);
        await useDevice({ ...enrolled, pin: await newPin(plainDigits(value('pin'))) });
        sync.state.access = 'unknown';
        show('sessions');
        sync.soon(0);
    } catch (error) {
        refused.hidden = false;
        refused.textContent = error instanceof sync.Refused ? say('codeInvalid') : say('noNetwork');
    }
}

async function scanCode(form: HTMLElement): Promise<void> {
    let reader: Camera | undefined;
    const code = await ask<string>(say('enrolScan'), answer => {
        const video = h('video', { playsinline: true, muted: true }) as HTMLVideoElement;
        reader = new Camera(video, answer);
        reader.start('environment').catch(() => answer(''));
        return [h('div.camera', {}, video, h('div.aim'))];
    });
    reader?.stop();
    if (code) (form.querySelector('[name=code]') as HTMLInputElement).value = /#code=([^&]+)/.exec(code)?.[1] ?? code;
}

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
    return [h('header.top', {}, h('div.what', {}, h('h1', {}, say('title')), h('p', {}, device?.name ?? '')), languageButton()), h('main', {}, h('div.card.narrow', {}, h('h2', {}, say('locked')), form))];
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

function languageButton(): HTMLElement {
    const other = language() === 'en' ? 'de' : 'en';
    return h('button', { type: 'button', lang: other, click: () => (chooseLanguage(other), draw()) }, say('language'));
}

// The sessions of today

function sessionsView(): HTMLElement[] {
    const now = new Date();
    const today = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
    const missing = sessions.filter(session => session.day < today && !isSigned(session) && !session.cancelled && session.people.length > 0);
    const days = [...new Set(sessions.filter(session => session.day > today).map(session => session.day))];
    const list = (of: Session[], withDay = false): HTMLElement => h('div.sessions', {}, ...of.map(session => sessionCard(session, withDay)));
    const todays = sessions.filter(session => session.day === today);
    return [
        h('header.top', {}, h('div.what', {}, h('h1', {}, say('today')), h('p', {}, dayName(today))), languageButton(), device?.pin ? h('button', { type: 'button', click: () => show('lock') }, icon('lock'), say('lock')) : null),
        h(
            'main',
            {},
            accessNotice(),
            todays.length ? list(todays) : h('p.card', {}, say('none')),
            ...(missing.length ? [h('h2', {}, say('missing')), list(missing, true)] : []),
            ...(days.length ? [h('h2', {}, say('coming')), ...days.slice(0, 14).map(day => h('details', {}, h('summary', {}, h('strong', {}, dayName(day))), list(sessions.filter(session => session.day === day))))] : []),
        ),
    ];
}

const isSigned = (session: Session): boolean => session.signedOffAt !== null || signedHere.has(session.id);

function sessionCard(session: Session, withDay: boolean): HTMLElement {
    return h(
        `button.session${isSigned(session) ? '.signed' : ''}${session.cancelled ? '.cancelled' : ''}`,
        { type: 'button', disabled: session.cancelled, 'data-session': session.id, click: () => void openRegister(session) },
        withDay ? h('span.soft', {}, `${dayName(session.day)} `) : null,
        h('span.time', {}, `${session.from} – ${session.until}`),
        h('strong', {}, session.name),
        h('span.soft', {}, `${session.place} · ${session.people.length} `),
        icon('people'),
        ' ',
        isSigned(session) ? h('span.badge.good', {}, say('signedOff')) : session.cancelled ? h('span.badge', {}, say('cancelled')) : null,
    );
}

async function openRegister(session: Session): Promise<void> {
    if (!teacher) {
        teacher = (await askName(say('who'))) ?? '';
        if (!teacher) return;
        await store.set('teacher', teacher);
    }
    book = await Book.open(session, people, () => teacher);
    result = undefined;
    filter = '';
    paper = false;
    show('register');
}

const askName = (title: string): Promise<string | undefined> =>
    ask<string>(title, answer => {
        const input = h('input', { required: true, maxlength: 120, value: teacher, autocomplete: 'name', 'aria-label': say('signOffName') }) as HTMLInputElement;
        return [h('form', { submit: event => (event.preventDefault(), answer(input.value.trim())) }, h('label', {}, say('signOffName'), input), h('button', {}, say('ok')))];
    });

// The register

function registerView(): HTMLElement[] {
    const session = book!.session;
    return [
        h(
            'header.top',
            {},
            h('button', { type: 'button', 'aria-label': say('back'), click: () => ((book = undefined), show('sessions')) }, icon('back')),
            h('div.what', {}, h('h1', {}, session.name), h('p', {}, `${dayName(session.day)}, ${session.from} – ${session.until} · ${session.place}`)),
            h('button', { type: 'button', id: 'room', 'aria-label': say('roomCode'), click: () => show('room') }, icon('room'), h('span.room-label', {}, say('roomCode'))),
        ),
        h('main', {}, accessNotice(), h('div.register', {}, h('div.side', {}, h('div', { id: 'camera' }), h('div', { id: 'result', role: 'status', 'aria-live': 'assertive' }), h('div', { id: 'counts' }), searchBox()), h('div', {}, h('div', { id: 'list' }), h('div', { id: 'foot' })))),
    ];
}

function searchBox(): HTMLElement {
    return h('input', { type: 'search', id: 'search', placeholder: say('search'), 'aria-label': say('search'), value: filter, input: event => ((filter = (event.target as HTMLInputElement).value), drawList()) });
}

function drawList(): void {
    const holder = document.getElementById('list');
    if (!holder || !book) return;
    const plain = (text: string): string => text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
    const entries = book.entries().filter(entry => plain(nameOf(entry)).includes(plain(filter)));
    const focused = document.activeElement?.closest('li')?.dataset['person'];
    holder.replaceChildren(paper ? h('p.notice', {}, say('paperKeys')) : '', h('ul.people', {}, ...entries.map(personRow)));
    if (focused) (holder.querySelector(`li[data-person="${focused}"]`) as HTMLElement | null)?.focus();
    flashed = '';
    drawResult();
    drawCounts();
    drawFoot();
}

const nameOf = (entry: Entry): string => entry.name || say('unknownGuest', entry.id.slice(0, 4).toUpperCase());
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
        h('div', {}, h('bdi.name', {}, nameOf(entry)), entry.guest ? h('span.badge.warn', {}, say('guest')) : null, h('span.said', {}, said)),
        h(
            'div.marks',
            {},
            button('present', 'check', () => void act(() => book!.mark(entry, 'present'))),
            button('late', 'clock', () => void late(entry)),
            button('excused', 'letter', () => void excused(entry)),
            button('absent', 'cross', () => void act(() => book!.mark(entry, 'absent'))),
        ),
    );
}

/** Everything that writes: the screen changes when the write is done, and says so when it failed. */
async function act(write: () => Promise<unknown>): Promise<void> {
    try {
        await write();
    } catch (error) {
        console.error(error);
        result = { tone: 'old', text: say(error instanceof DOMException && error.name === 'QuotaExceededError' ? 'storageFull' : 'notSaved') };
        play('old');
    }
    drawList();
    drawStatus();
}

async function late(entry: Entry): Promise<void> {
    const since = book!.minutesSinceStart();
    const left = book!.minutesToEnd();
    const planned = book!.session.plannedMinutes;
    const steps = (extra: number): number[] => [...new Set([5, 10, 15, 20, 30, 45, 60, ...(extra > 0 && extra < planned ? [extra] : [])])].filter(minutes => minutes < planned).sort((a, b) => a - b);
    const chosen = await ask<{ kind: 'late' | 'left-early'; minutes: number }>(nameOf(entry), answer => [
        h('p', {}, say('lateBy')),
        h('div.choices', {}, ...steps(since).map(minutes => h(`button${minutes === since ? '' : '.second'}`, { type: 'button', click: () => answer({ kind: 'late', minutes }) }, `${minutes} ${say('minutes')}`))),
        h('p', {}, `${say('leftEarly')}: ${say('leftBy')}`),
        h('div.choices', {}, ...steps(left).map(minutes => h('button.second', { type: 'button', click: () => answer({ kind: 'left-early', minutes }) }, `${minutes} ${say('minutes')}`))),
        h('button.plain', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('cancel')),
    ]);
    if (chosen) await act(() => book!.mark(entry, chosen.kind, { minutes: chosen.minutes, source: paper ? 'paper' : 'hand' }));
}

async function excused(entry: Entry): Promise<void> {
    const reasons: Key[] = ['ill', 'appointment', 'work', 'family', 'other'];
    const reason = await ask<string>(`${nameOf(entry)}: ${say('reason')}`, answer => [
        h('div.choices', {}, ...reasons.map(key => h('button.second', { type: 'button', click: () => answer(key) }, say(key)))),
        h('button.plain', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('cancel')),
    ]);
    if (reason) await act(() => book!.mark(entry, 'excused', { note: reason, source: paper ? 'paper' : 'hand' }));
}

function drawCounts(): void {
    const { here, expected, open } = book!.counts();
    document.getElementById('counts')?.replaceChildren(
        h('div.counts', {}, h('span.big', {}, say('presentOf', here, expected)), open.length && !book!.isSignedOff ? h('span.badge.warn', {}, say('open', open.length)) : null),
    );
}

function drawResult(): void {
    const holder = document.getElementById('result');
    if (!holder) return;
    const shown = result;
    holder.replaceChildren(
        shown
            ? h(
                  `div.result.${shown.tone}`,
                  {},
                  icon(shown.tone === 'good' || shown.tone === 'already' ? 'check' : shown.tone === 'old' ? 'cross' : 'info'),
                  h('span', {}, shown.text),
                  shown.action ? h('button', { type: 'button', click: () => shown.action!.do() }, shown.action.text) : null,
              )
            : '',
    );
}

function drawFoot(): void {
    const holder = document.getElementById('foot');
    if (!holder || !book) return;
    if (book.isSignedOff) {
        const signOff = book.signOff;
        holder.replaceChildren(
            h('p', {}, ''),
            h(
                `div.notice${signOff?.refused ? '.bad' : '.good'}`,
                {},
                h('p', {}, signOff?.refused ? say('signRefused', signOff.refused) : say('signedBy', signOff?.signedBy ?? book.session.signedOffBy)),
                signOff && !signOff.sent && !signOff.refused ? h('p', {}, say('signWaits')) : null,
                h('a', { href: `/teacher/registers/${book.session.id}` }, say('correctOnline')),
            ),
        );
        return;
    }
    const open = book.counts().open.length;
    const early = book.minutesSinceStart() < 0;
    holder.replaceChildren(
        h(
            'div.foot',
            {},
            h('button.second', { type: 'button', id: 'undo', disabled: !book.canUndo, click: () => void undo() }, icon('undo'), say('undo')),
            h('button.second', { type: 'button', id: 'paper', 'aria-pressed': String(paper), click: () => ((paper = !paper), stopCamera(), drawCamera(), drawList(), (document.querySelector('li[data-person]') as HTMLElement | null)?.focus()) }, icon('letter'), say('paper')),
            h('button.second', { type: 'button', id: 'others', disabled: open === 0, click: () => void others(open) }, icon('people'), say('others')),
            h('button', { type: 'button', id: 'sign-off', disabled: early, click: () => void signOff(open) }, icon('sign'), early ? say('notStarted', book.session.from) : say('signOff')),
        ),
    );
}

async function undo(): Promise<void> {
    await act(async () => {
        const names = await book!.undo();
        if (names !== undefined) result = { tone: 'already', text: say('undone', names) };
    });
}

async function others(count: number): Promise<void> {
    const yes = await ask<boolean>(say('others'), answer => [
        h('p', {}, say('othersAsk', count)),
        h('div.row', {}, h('button', { type: 'button', click: () => answer(true) }, say('yes')), h('button.second', { type: 'button', click: () => answer(false) }, say('cancel'))),
    ]);
    if (yes) await act(() => book!.allOthersPresent());
}

async function signOff(open: number): Promise<void> {
    const { here, expected } = book!.counts();
    const name = await ask<string>(say('signOffAsk'), answer => {
        const input = h('input', { required: true, maxlength: 120, value: teacher, autocomplete: 'name' }) as HTMLInputElement;
        return [
            h('p', {}, h('strong', {}, say('presentOf', here, expected))),
            open ? h('p.notice.warn', {}, say('signOffOpen', open)) : null,
            h(
                'form',
                { submit: event => (event.preventDefault(), answer(input.value.trim())) },
                h('label', {}, say('signOffName'), input),
                h('div.row', {}, h('button', {}, icon('sign'), say('signOff')), h('button.second', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('cancel'))),
            ),
        ];
    });
    if (!name) return;
    stopCamera();
    await act(() => book!.sign(name));
    signedHere.add(book!.session.id);
    draw();
}

function paperKeys(event: KeyboardEvent): void {
    const row = (event.target as Element).closest?.('li[data-person]') as HTMLElement | null;
    if (!paper || !book || !row || book.isSignedOff || document.querySelector('dialog')) return;
    const entry = book.entries().find(each => each.id === row.dataset['person']);
    if (!entry) return;
    const next = (event.key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling) as HTMLElement | null;
    const key = event.key.toLowerCase();
    const mark = { p: 'present', a: 'absent' }[key] as 'present' | 'absent' | undefined;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') next?.focus();
    else if (mark) {
        next?.focus();
        void act(() => book!.mark(entry, mark, { source: 'paper' }));
    } else if (key === 'l') void late(entry).then(() => focusRow(next));
    else if (key === 'e') void excused(entry).then(() => focusRow(next));
    else return;
    event.preventDefault();
}

const focusRow = (row: HTMLElement | null): void => row?.dataset['person'] === undefined ? undefined : (document.querySelector(`li[data-person="${row.dataset['person']}"]`) as HTMLElement | null)?.focus();

// The camera

function drawCamera(): void {
    const holder = document.getElementById('camera');
    if (!holder || !book) return;
    if (book.isSignedOff || paper) return holder.replaceChildren();
    if (camera) {
        holder.replaceChildren(
            h(
                'div.camera',
                {},
                camera.video,
                h('div.aim'),
                h(
                    'div.row',
                    {},
                    h('button', { type: 'button', click: () => void startCamera(facing === 'user' ? 'environment' : 'user') }, icon('flip'), say('flip')),
                    camera.canTorch ? h('button', { type: 'button', click: () => void camera!.setTorch(!camera!.torch) }, icon('light'), say('torch')) : null,
                    h('button.push', { type: 'button', click: () => (stopCamera(), drawCamera()) }, say('scanStop')),
                ),
            ),
        );
        return;
    }
    const file = h('input', { type: 'file', accept: 'image/*', capture: 'environment', hidden: true, id: 'picture', change: event => void fromPicture(event) }) as HTMLInputElement;
    holder.replaceChildren(
        h('div.tools', {}, h('button', { type: 'button', id: 'scan', click: () => void startCamera(facing) }, icon('scan'), say('scan')), h('button.second', { type: 'button', click: () => file.click() }, icon('picture'), say('picture')), file),
    );
}

async function startCamera(which: typeof facing): Promise<void> {
    stopCamera();
    facing = which;
    const video = h('video', { playsinline: true, muted: true }) as HTMLVideoElement;
    const started = new Camera(video, code => void scanned(code));
    camera = started;
    drawCamera();
    try {
        await started.start(which);
        if (camera === started) drawCamera();
        else started.stop();
    } catch (error) {
        stopCamera();
        drawCamera();
        result = { tone: 'strange', text: say(error instanceof DOMException ? 'noCamera' : 'decoderMissing') };
        drawResult();
    }
}

function stopCamera(): void {
    camera?.stop();
    camera = undefined;
}

async function fromPicture(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    const codes = await readPicture(file).catch(() => undefined);
    input.value = '';
    if (codes === undefined) result = { tone: 'strange', text: say('decoderMissing') };
    else if (codes.length === 0) result = { tone: 'strange', text: say('notPass') };
    else return void codes.forEach(code => void scanned(code));
    drawResult();
}

async function scanned(code: string): Promise<void> {
    if (!book || book.isSignedOff || document.querySelector('dialog')) return;
    await act(async () => {
        const outcome = await book!.scan(code);
        const open = book!;
        switch (outcome.kind) {
            case 'accepted':
                result = { tone: 'good', text: outcome.late === undefined ? say('accepted', outcome.name) : say('acceptedLate', outcome.name, outcome.late) };
                flashed = outcome.participantId;
                break;
            case 'already':
                result = { tone: 'already', text: say('already', outcome.name) };
                flashed = outcome.participantId;
                break;
            case 'old-pass':
                result = { tone: 'old', text: say('oldPass', outcome.name), action: { text: say('tapInstead'), do: () => find(outcome.name) } };
                break;
            case 'not-on-list':
                result = {
                    tone: 'strange',
                    text: outcome.name ? `${outcome.name}: ${say('notOnList')}` : say('notOnList'),
                    action: {
                        text: say('takeGuest'),
                        do: () =>
                            void act(async () => {
                                await open.takeGuest(outcome.passHash, outcome.participantId);
                                result = { tone: 'good', text: say('guestTaken') };
                            }),
                    },
                };
                break;
            default:
                result = { tone: 'strange', text: say('notPass') };
        }
        play(result!.tone);
    });
}

function find(name: string): void {
    filter = name;
    (document.getElementById('search') as HTMLInputElement).value = name;
    drawList();
}

// The code on the wall

function roomView(): HTMLElement[] {
    const code = h('div.code', {}, h('p.soft', {}, '…'));
    const update = async (): Promise<void> => {
        if (screen !== 'room' || !code.isConnected) return;
        try {
            const room = await sync.roomCode(book!.session.id);
            const picture = new DOMParser().parseFromString(room.svg, 'image/svg+xml').documentElement;
            code.replaceChildren(document.importNode(picture, true));
            setTimeout(() => void update(), Math.max(1, room.secondsLeft) * 1000);
        } catch (error) {
            // What the server says against it stands there; otherwise nobody answered.
            code.replaceChildren(h('p.notice.warn', {}, error instanceof sync.Refused ? error.message : say('roomOffline')));
            if (error instanceof sync.Refused) sync.soon(0);
            setTimeout(() => void update(), 5_000);
        }
    };
    setTimeout(() => void update());
    return [
        h(
            'main.room',
            {},
            h('div.row', {}, h('div', {}, h('h1', {}, book!.session.name), h('p', {}, say('roomText'))), h('button.second.push', { type: 'button', click: () => show('register') }, icon('cross'), say('close'))),
            code,
            h('div', { id: 'room-names' }),
        ),
    ];
}

function drawRoomNames(): void {
    const here = book!.entries().filter(entry => isHere(book!.stateOf(entry)));
    document.getElementById('room-names')?.replaceChildren(h('p', {}, h('strong', {}, say('checkedIn', here.length))), h('div.names', {}, ...here.map(entry => h('bdi.badge.good', {}, nameOf(entry)))));
}

// The state of this tablet

async function details(): Promise<void> {
    await sync.recount();
    const kept = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
    const offset = Math.round((sync.state.offsetMs ?? 0) / 60_000);
    const { unsent, unsentSince, lastContact, connected } = sync.state;
    const chosen = await ask<'sync' | 'export' | 'import' | 'lock'>(say('details'), answer => [
        h(
            'dl',
            {},
            h('dt', {}, say('device')),
            h('dd', {}, device?.name ?? ''),
            h('dt', {}, connected ? say('online') : say('offline')),
            h('dd', {}, `${say('lastContact')}: ${lastContact ? moment(lastContact) : say('never')}`),
            h('dt', {}, say('unsent')),
            h('dd', {}, unsent ? `${unsent}${unsentSince ? `, ${say('unsentSince')} ${moment(unsentSince)}` : ''}` : say('allSent')),
            h('dt', {}, say('storage')),
            h('dd', {}, say(kept ? 'storageKept' : 'storageRisk')),
        ),
        Math.abs(offset) > 2 ? h('p.notice.warn', {}, say('clockOff', Math.abs(offset))) : null,
        h('div.choices', {}, h('button', { type: 'button', click: () => answer('sync') }, say('syncNow')), unsent > 0 ? h('button.second', { type: 'button', click: () => answer('export') }, say('exportFile')) : null, h('button.second', { type: 'button', click: () => answer('import') }, say('importFile')), device?.pin ? h('button.second', { type: 'button', click: () => answer('lock') }, say('lock')) : null),
        unsent > 0 ? h('p.soft', {}, say('exportHint')) : null,
        h('button.plain', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('close')),
    ]);
    if (chosen === 'sync') await sync.now();
    if (chosen === 'lock') show('lock');
    if (chosen === 'export') await exportUnsent();
    if (chosen === 'import') await importFile();
}

const askPassword = (title: string, autocomplete: string): Promise<string | undefined> =>
    ask<string>(title, answer => {
        const input = h('input', { type: 'password', required: true, minlength: 8, autocomplete }) as HTMLInputElement;
        return [h('form', { submit: event => (event.preventDefault(), answer(input.value)) }, h('label', {}, say('password'), input), h('button', {}, say('ok')))];
    });

async function exportUnsent(): Promise<void> {
    const password = await askPassword(say('exportFile'), 'new-password');
    if (!password) return;
    const text = await toFile(password, { device: device?.id, facts: await store.unsent(100_000, true) });
    const link = h('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: `register-${new Date().toISOString().slice(0, 10)}.json` }) as HTMLAnchorElement;
    link.click();
    URL.revokeObjectURL(link.href);
    await tell(say('exported'));
}

async function importFile(): Promise<void> {
    const file = await ask<File>(say('importFile'), answer => {
        const input = h('input', { type: 'file', accept: '.json', change: () => input.files?.[0] && answer(input.files[0]) }) as HTMLInputElement;
        return [input];
    });
    const password = file && (await askPassword(say('importFile'), 'off'));
    if (!file || !password) return;
    let facts: Fact[];
    try {
        ({ facts } = await fromFile<{ facts: Fact[] }>(password, await file.text()));
    } catch {
        // No JSON, another kind of file, or a password that does not open it: for the person it is the same.
        return void (await tell(say('importWrong')));
    }
    let added: number;
    try {
        added = await store.adoptFacts(facts);
    } catch (error) {
        console.error(error);
        return void (await tell(say('notSaved')));
    }
    await sync.recount();
    drawStatus();
    sync.soon(0);
    await tell(say('imported', added));
}

const tell = (text: string): Promise<boolean | undefined> => ask<boolean>(say('details'), answer => [h('p', {}, text), h('button', { type: 'button', click: () => answer(true) }, say('ok'))]);

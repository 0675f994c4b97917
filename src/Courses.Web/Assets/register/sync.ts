// The conversation with the server: push what is not acknowledged, fetch what changed, back off when it does not answer.
import type { Fact, Person, ServerMark, Session } from './model';
import * as store from './store';
import type { Device } from './store';

interface Roster {
    serverTime: string;
    cursor: string;
    complete: boolean;
    sessions: Session[];
    people: Person[];
    removed: string[];
    /** The name of the account that is signed in; empty on a tablet. */
    signedInAs: string;
}

interface Answers {
    serverTime: string;
    answers: { id: string; result: 'accepted' | 'known' | 'accepted-for-review'; code: string | null }[];
}

export type Access = 'unknown' | 'good' | 'signed-out' | 'revoked';

export const state = {
    access: 'unknown' as Access,
    connected: false,
    lastContact: undefined as number | undefined,
    offsetMs: null as number | null,
    unsent: 0,
    unsentSince: undefined as number | undefined,
    stuck: 0,
};

const BATCH = 50;
const CALM = 15_000;
const LONGEST_WAIT = 300_000;
const RUN_OUT = 24 * 3600_000;

let device: Device | undefined;
let changed: (rosterChanged: boolean) => void = () => {};
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let running: Promise<void> | undefined;

export function useDevice(value: Device | undefined): void {
    device = value;
}

export async function start(onChange: (rosterChanged: boolean) => void): Promise<void> {
    changed = onChange;
    state.lastContact = await store.get<number>('lastContact');
    state.offsetMs = (await store.get<number>('offset')) ?? null;
    await recount();
    addEventListener('online', () => soon(0));
    addEventListener('offline', () => {
        state.connected = false;
        changed(false);
    });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && soon(0));
    soon(0);
}

/** Asks for a round in so many milliseconds; an earlier one wins. */
export function soon(milliseconds = 300): void {
    clearTimeout(timer);
    timer = setTimeout(() => void now(), milliseconds);
}

export function now(): Promise<void> {
    running ??= round().finally(() => {
        running = undefined;
        const wait = failures === 0 ? CALM : Math.min(LONGEST_WAIT, 2_000 * 2 ** failures) * (0.75 + Math.random() / 2);
        soon(wait);
    });
    return running;
}

export async function recount(): Promise<void> {
    const { count, since, stuck } = await store.unsentState();
    state.unsent = count;
    state.unsentSince = since;
    state.stuck = stuck;
}

/** Facts that were just saved here: the teacher hears at once, and the next round counts what lies on the disk. */
export function saved(many: number): void {
    state.unsent += many;
    state.unsentSince ??= Date.now();
    soon();
}

async function round(): Promise<void> {
    let rosterChanged = false;
    try {
        await pushFacts();
        await pushSignOffs();
        rosterChanged = await pullRoster();
        failures = 0;
        state.connected = true;
        state.access = 'good';
    } catch (error) {
        failures = Math.min(failures + 1, 10);
        if (error instanceof Refused) {
            state.connected = true;
            if (error.status === 401 || error.status === 403) {
                // The credential was withdrawn: no names stay here. What is not sent does.
                const withdrawn = device?.credential !== undefined;
                state.access = withdrawn ? 'revoked' : 'signed-out';
                if (withdrawn) {
                    await store.wipe(false);
                    rosterChanged = true;
                }
            }
        } else {
            state.connected = false;
        }
        rosterChanged = (await wipeWhatRanOut()) || rosterChanged;
    }
    await recount();
    changed(rosterChanged);
}

/** Without contact nothing of the people stays longer than a day after the last session we know of. */
async function wipeWhatRanOut(): Promise<boolean> {
    const known = await store.sessions();
    const last = Math.max(...known.map(session => Date.parse(session.endsAt)));
    if (known.length === 0 || Date.now() + (state.offsetMs ?? 0) < last + RUN_OUT) return false;
    await store.wipe(false);
    return true;
}

async function pushFacts(): Promise<void> {
    for (;;) {
        const facts = await store.unsent(BATCH);
        if (facts.length === 0) return;
        await push(facts);
        await recount();
        changed(false);
    }
}

/** A batch that the server cannot read is cut in halves until the one fact is found; that one waits for a person, the others go on. */
async function push(facts: Fact[]): Promise<void> {
    try {
        const answer = await call<Answers>('POST', '/api/attendance/facts', { sentAt: new Date().toISOString(), device: device?.id, facts });
        await store.acknowledged(answer.answers.map(each => each.id));
    } catch (error) {
        if (!(error instanceof Refused) || ![400, 409, 413, 422].includes(error.status)) throw error;
        if (facts.length === 1) {
            await store.markStuck(facts[0]!.id);
        } else {
            const half = facts.length >> 1;
            await push(facts.slice(0, half));
            await push(facts.slice(half));
        }
    }
}

/** A register is closed only when nothing of it waits here any more. */
async function pushSignOffs(): Promise<void> {
    const waiting = new Set((await store.unsent(100_000, true)).map(fact => fact.sessionId));
    for (const signOff of await store.signOffs()) {
        if (signOff.sent || waiting.has(signOff.sessionId)) continue;
        try {
            await call('POST', `/api/attendance/sessions/${signOff.sessionId}/sign-off`, { signedBy: signOff.signedBy });
            await store.keepSignOff({ ...signOff, sent: true, refused: undefined });
        } catch (error) {
            if (!(error instanceof Refused) || ![404, 409].includes(error.status)) throw error;
            await store.keepSignOff({ ...signOff, refused: error.message });
        }
    }
}

async function pullRoster(): Promise<boolean> {
    const cursor = await store.get<string>('cursor');
    const roster = await call<Roster>('GET', `/api/attendance/roster${cursor ? `?since=${encodeURIComponent(cursor)}` : ''}`);
    await store.set('account', roster.signedInAs);
    if (!roster.complete && roster.cursor === cursor) return false;
    await store.keepRoster(roster.cursor, roster.complete, roster.sessions, roster.people, roster.removed);
    await store.tidy(Date.now() - 4 * RUN_OUT);
    return true;
}

export async function pullMarks(sessionId: string): Promise<ServerMark[]> {
    const marks = await call<ServerMark[]>('GET', `/api/attendance/sessions/${sessionId}/marks`);
    await store.keepServerMarks(sessionId, marks);
    return marks;
}

export const roomCode = (sessionId: string): Promise<{ address: string; svg: string; secondsLeft: number }> => call('GET', `/api/attendance/sessions/${sessionId}/room-code`);

export async function enrol(code: string, name: string): Promise<Device> {
    const answer = await call<{ deviceId: string; credential: string; name: string }>('POST', '/api/devices/enrol', { code, name });
    return { id: answer.deviceId, credential: answer.credential, name: answer.name };
}

/** Is somebody signed in here who may take registers? */
export async function signedIn(): Promise<boolean> {
    try {
        const roster = await call<Roster>('GET', '/api/attendance/roster');
        await store.set('account', roster.signedInAs);
        return true;
    } catch {
        // Without an answer nobody is signed in, as far as we know; and a browser that is new here holds nothing to show offline.
        return false;
    }
}

export class Refused extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (device?.credential) headers['Authorization'] = `Bearer ${device.credential}`;
    const sent = Date.now();
    const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(20_000), cache: 'no-store', redirect: 'error' });
    if (!response.ok) {
        const problem = (await response.json().catch(() => ({}))) as { title?: string };
        throw new Refused(response.status, problem.title ?? String(response.status));
    }
    const answer = (await response.json()) as T & { serverTime?: string };
    state.lastContact = Date.now();
    await store.set('lastContact', state.lastContact);
    if (answer.serverTime) {
        state.offsetMs = Math.round(Date.parse(answer.serverTime) - (sent + Date.now()) / 2);
        await store.set('offset', state.offsetMs);
    }
    return answer;
}

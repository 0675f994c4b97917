// Everything that must survive the tablet's sleep. 'Saved' is said only after a transaction of this file is done.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Fact, Person, ServerMark, Session, SignOff } from './model';
import { newKey, open, seal, type Pin, type Sealed } from './seal';

interface KeptFact {
    id: string;
    sessionId: string;
    sequence: number;
    at: number;
    /** 1 until the server has named the id. */
    unsent: 0 | 1;
    /** The server could not read it: it stays here for the export. */
    stuck?: boolean;
    sealed: Sealed;
}

interface Tables extends DBSchema {
    meta: { key: string; value: unknown };
    sessions: { key: string; value: Session };
    people: { key: string; value: { id: string; sealed: Sealed } };
    facts: { key: string; value: KeptFact; indexes: { unsent: number; session: string } };
    signoffs: { key: string; value: SignOff };
    marks: { key: string; value: { sessionId: string; sealed: Sealed } };
}

/** How the server knows us: a tablet by its own credential, a teacher by the cookie. */
export interface Device {
    credential?: string;
    id: string;
    name: string;
    pin?: Pin;
}

let db: IDBPDatabase<Tables>;
let key: CryptoKey;

export async function openStore(): Promise<void> {
    db = await openDB<Tables>('register', 1, {
        upgrade(next) {
            next.createObjectStore('meta');
            next.createObjectStore('sessions', { keyPath: 'id' });
            next.createObjectStore('people', { keyPath: 'id' });
            const facts = next.createObjectStore('facts', { keyPath: 'id' });
            facts.createIndex('unsent', 'unsent');
            facts.createIndex('session', 'sessionId');
            next.createObjectStore('signoffs', { keyPath: 'sessionId' });
            next.createObjectStore('marks', { keyPath: 'sessionId' });
        },
    });
    const kept = (await db.get('meta', 'key')) as CryptoKey | undefined;
    if (kept) {
        key = kept;
    } else {
        key = await newKey();
        await db.put('meta', key, 'key');
    }
}

export const get = async <T>(name: string): Promise<T | undefined> => (await db.get('meta', name)) as T | undefined;
export const set = async (name: string, value: unknown): Promise<void> => void (await db.put('meta', value, name));

export async function sessions(): Promise<Session[]> {
    return (await db.getAll('sessions')).sort((a, b) => a.startsAt.localeCompare(b.startsAt));
}

export async function people(): Promise<Map<string, Person>> {
    const kept = await db.getAll('people');
    return new Map(await Promise.all(kept.map(async row => [row.id, await open<Person>(key, row.sealed)] as const)));
}

/** The difference that the server sent, and the cursor that says we have it, in one transaction. */
export async function keepRoster(cursor: string, complete: boolean, newSessions: Session[], newPeople: Person[], removed: string[]): Promise<void> {
    const sealed = await Promise.all(newPeople.map(async person => ({ id: person.id, sealed: await seal(key, person) })));
    const work = db.transaction(['meta', 'sessions', 'people'], 'readwrite');
    if (complete) {
        void work.objectStore('sessions').clear();
        void work.objectStore('people').clear();
    }
    for (const session of newSessions) void work.objectStore('sessions').put(session);
    for (const person of sealed) void work.objectStore('people').put(person);
    for (const entry of removed) {
        const [kind, id] = entry.split(':') as ['session' | 'person', string];
        void work.objectStore(kind === 'session' ? 'sessions' : 'people').delete(id);
    }
    void work.objectStore('meta').put(cursor, 'cursor');
    await work.done;
}

/** Resolves when the facts are on the disk, and not before. */
export async function addFacts(facts: Omit<Fact, 'sequence'>[]): Promise<Fact[]> {
    const numbered: Fact[] = [];
    let sequence = await numbersFor(facts.length);
    const rows: KeptFact[] = [];
    for (const fact of facts) {
        const full: Fact = { ...fact, sequence: ++sequence };
        numbered.push(full);
        rows.push({ id: full.id, sessionId: full.sessionId, sequence, at: Date.parse(full.deviceTime), unsent: 1, sealed: await seal(key, full) });
    }
    const work = db.transaction('facts', 'readwrite', { durability: 'strict' });
    for (const row of rows) void work.store.put(row);
    await work.done;
    return numbered;
}

const RESERVE = 100;
let lastNumber = 0;
let reservedUntil = 0;

/** Taken from the disk by the hundred: between a pass and its sound there is time for one write, not for two. */
async function numbersFor(count: number): Promise<number> {
    if (reservedUntil - lastNumber < count) {
        const many = Math.max(RESERVE, count);
        lastNumber = await takeNumbers(many);
        reservedUntil = lastNumber + many;
    }
    const last = lastNumber;
    lastNumber += count;
    return last;
}

/** Numbers that nobody else gets, even when two fingers tap at once or the register is open twice. A gap means nothing. */
async function takeNumbers(count: number): Promise<number> {
    const work = db.transaction('meta', 'readwrite');
    const last = ((await work.store.get('sequence')) as number | undefined) ?? 0;
    await work.store.put(last + count, 'sequence');
    await work.done;
    return last;
}

/** Facts of another tablet's file keep their ids, so that each still counts once. */
export async function adoptFacts(facts: Fact[]): Promise<number> {
    const rows = await Promise.all(facts.map(async fact => ({ id: fact.id, sessionId: fact.sessionId, sequence: fact.sequence, at: Date.parse(fact.deviceTime), unsent: 1 as const, sealed: await seal(key, fact) })));
    const work = db.transaction('facts', 'readwrite', { durability: 'strict' });
    let added = 0;
    for (const row of rows) {
        if (!(await work.store.get(row.id))) {
            void work.store.put(row);
            added++;
        }
    }
    await work.done;
    return added;
}

export async function factsOf(sessionId: string): Promise<Fact[]> {
    return Promise.all((await db.getAllFromIndex('facts', 'session', sessionId)).map(row => open<Fact>(key, row.sealed)));
}

export async function unsent(most: number, withStuck = false): Promise<Fact[]> {
    const rows = (await db.getAllFromIndex('facts', 'unsent', 1)).filter(row => withStuck || !row.stuck).sort((a, b) => a.sequence - b.sequence).slice(0, most);
    return Promise.all(rows.map(row => open<Fact>(key, row.sealed)));
}

export async function unsentState(): Promise<{ count: number; since: number | undefined; stuck: number }> {
    const rows = await db.getAllFromIndex('facts', 'unsent', 1);
    const waiting = (await db.getAll('signoffs')).filter(signOff => !signOff.sent).length;
    return { count: rows.length + waiting, since: rows.length ? Math.min(...rows.map(row => row.at)) : undefined, stuck: rows.filter(row => row.stuck).length };
}

/** The server has named these ids: only now are they no longer ours to keep. */
export async function acknowledged(ids: string[]): Promise<void> {
    const work = db.transaction('facts', 'readwrite');
    for (const id of ids) {
        const row = await work.store.get(id);
        if (row) await work.store.put({ ...row, unsent: 0, stuck: false });
    }
    await work.done;
}

export async function markStuck(id: string): Promise<void> {
    const row = await db.get('facts', id);
    if (row) await db.put('facts', { ...row, stuck: true });
}

export const signOffs = (): Promise<SignOff[]> => db.getAll('signoffs');
export async function keepSignOff(signOff: SignOff): Promise<void> {
    const work = db.transaction('signoffs', 'readwrite', { durability: 'strict' });
    void work.store.put(signOff);
    await work.done;
}

export async function serverMarks(sessionId: string): Promise<ServerMark[]> {
    const row = await db.get('marks', sessionId);
    return row ? open<ServerMark[]>(key, row.sealed) : [];
}

export async function keepServerMarks(sessionId: string, marks: ServerMark[]): Promise<void> {
    await db.put('marks', { sessionId, sealed: await seal(key, marks) });
}

/** Deletes what names people; facts that the server does not have yet stay. */
export async function wipe(everything: boolean): Promise<void> {
    const work = db.transaction(['meta', 'sessions', 'people', 'marks', 'facts', 'signoffs'], 'readwrite');
    void work.objectStore('sessions').clear();
    void work.objectStore('people').clear();
    void work.objectStore('marks').clear();
    void work.objectStore('meta').delete('cursor');
    if (everything) {
        void work.objectStore('meta').delete('device');
        void work.objectStore('meta').delete('teacher');
    }
    for (const row of await work.objectStore('facts').index('unsent').getAll(0)) void work.objectStore('facts').delete(row.id);
    for (const row of await work.objectStore('signoffs').getAll()) if (row.sent) void work.objectStore('signoffs').delete(row.sessionId);
    await work.done;
}

/** Sent facts are kept for as long as somebody may look at the register. */
export async function tidy(before: number): Promise<void> {
    const work = db.transaction(['facts', 'marks'], 'readwrite');
    for (const row of await work.objectStore('facts').index('unsent').getAll(0)) if (row.at < before) void work.objectStore('facts').delete(row.id);
    await work.done;
}

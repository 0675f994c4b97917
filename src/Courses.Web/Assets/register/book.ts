// One open register: its people, what was said of them, and the acts of the teacher.
import { assess, guestsIn, isHere, LAST_MINUTES, wordIn, type Away, type Fact, type Kind, type Mark, type Person, type ServerMark, type Session, type SignOff, type State } from './model';
import { sha256 } from './seal';
import * as store from './store';
import * as sync from './sync';
import { rowIn, tokenIn } from './scan';

export interface Entry {
    id: string;
    name: string;
    mark: Mark | undefined;
    /** Said by another tablet, a phone or on paper. */
    server: ServerMark | undefined;
    guest: boolean;
    /** What the person said of this day. */
    away: Away | undefined;
    /** How many minutes the person says to have been here, with the pass on this tablet. */
    word: number | undefined;
}

export type Outcome =
    | { kind: 'accepted'; name: string; late?: number; participantId: string }
    | { kind: 'already'; name: string; participantId: string }
    | { kind: 'leaving'; name: string; participantId: string; passHash: string; minutes: number }
    | { kind: 'not-on-list'; name: string | undefined; passHash: string; participantId: string | undefined }
    | { kind: 'old-pass'; name: string; participantId: string }
    | { kind: 'not-a-pass' };

/** Who has just come shows the pass a second time by chance, and does not leave yet. */
const JUST_CAME = 5 * 60_000;

/** From here on a scan is a late arrival; the teacher can change it. */
const LATE_FROM = 15;

const BY_NAME = 'name:';

/** A guest of whom there is a name and nothing else. */
export const isByName = (id: string): boolean => id.startsWith(BY_NAME);

export class Book {
    private facts: Fact[] = [];
    private server = new Map<string, ServerMark>();
    private undoable: Fact[][] = [];
    signOff: SignOff | undefined;

    private constructor(
        public session: Session,
        private people: Map<string, Person>,
        private readonly teacher: () => string,
    ) {}

    /** The server's list has changed. What was said here stays, and so does what can be undone. */
    follow(session: Session, people: Map<string, Person>): void {
        this.session = session;
        this.people = people;
    }

    static async open(session: Session, people: Map<string, Person>, teacher: () => string): Promise<Book> {
        const book = new Book(session, people, teacher);
        book.facts = await store.factsOf(session.id);
        book.signOff = (await store.signOffs()).find(signOff => signOff.sessionId === session.id);
        book.useServer(await store.serverMarks(session.id));
        return book;
    }

    useServer(marks: ServerMark[]): void {
        this.server = new Map(marks.map(mark => [mark.participantId, mark]));
    }

    get isSignedOff(): boolean {
        return this.session.signedOffAt !== null || this.signOff !== undefined;
    }

    get canUndo(): boolean {
        return this.undoable.length > 0 && !this.isSignedOff;
    }

    entries(): Entry[] {
        const said = new Map<string, Fact[]>();
        for (const fact of this.facts) {
            const who = fact.participantId ?? fact.passHash ?? (fact.note && BY_NAME + fact.note);
            if (who) said.set(who, [...(said.get(who) ?? []), fact]);
        }
        const expected = new Set(this.session.people);
        const guests = [...new Set([...said.keys(), ...this.server.keys()])].filter(id => !expected.has(id));
        return [...this.session.people.map(id => ({ id, guest: false })), ...guests.map(id => ({ id, guest: true }))]
            .map(({ id, guest }) => ({ id, guest, name: this.people.get(id)?.name ?? this.server.get(id)?.name ?? (isByName(id) ? id.slice(BY_NAME.length) : ''), mark: assess(said.get(id) ?? []), server: this.server.get(id), away: this.awayOf(id), word: wordIn(said.get(id) ?? [], this.session.plannedMinutes) }))
            .filter(entry => !entry.guest || entry.mark || entry.server)
            .sort((a, b) => Number(a.guest) - Number(b.guest) || a.name.localeCompare(b.name));
    }

    private awayOf(id: string): Away | undefined {
        return this.people.get(id)?.away?.find(away => away.from <= this.session.day && this.session.day <= away.until);
    }

    stateOf(entry: Entry): State | undefined {
        return entry.mark?.state ?? entry.server?.state;
    }

    counts(): { here: number; expected: number; open: Entry[] } {
        const entries = this.entries();
        return {
            here: entries.filter(entry => isHere(this.stateOf(entry))).length,
            expected: this.session.people.length,
            open: entries.filter(entry => !entry.guest && this.stateOf(entry) === undefined),
        };
    }

    minutesSinceStart(): number {
        return Math.floor((this.now() - Date.parse(this.session.startsAt)) / 60_000);
    }

    minutesToEnd(): number {
        return Math.floor((Date.parse(this.session.endsAt) - this.now()) / 60_000);
    }

    async mark(entry: { id: string }, kind: Kind, details: { minutes?: number; note?: string; source?: 'hand' | 'paper' } = {}): Promise<void> {
        await this.add([{ participantId: entry.id, kind, source: details.source ?? 'hand', minutes: details.minutes, note: details.note }]);
    }

    /** All whom nobody has mentioned yet, in one write: one undo takes it back. */
    async allOthersPresent(): Promise<void> {
        await this.add(this.counts().open.map(entry => ({ participantId: entry.id, kind: 'present' as const, source: 'hand' as const })));
    }

    async undo(): Promise<string | undefined> {
        const last = this.undoable.at(-1);
        if (!last) return undefined;
        await this.add(last.filter(fact => fact.kind !== 'withdraw').map(fact => ({ participantId: fact.participantId, passHash: fact.passHash, note: fact.participantId || fact.passHash ? '' : fact.note, kind: 'withdraw' as const, withdraws: fact.id, source: 'hand' as const })), false);
        this.undoable = this.undoable.filter(facts => facts !== last);
        return last.map(fact => this.people.get(fact.participantId ?? '')?.name ?? (fact.participantId || fact.passHash ? '' : fact.note)).join(', ');
    }

    async scan(code: string): Promise<Outcome> {
        const row = rowIn(code);
        if (row) return this.fromPaper(row);
        const token = tokenIn(code);
        if (!token) return { kind: 'not-a-pass' };
        const passHash = await sha256(token);
        const check = await sha256(passHash);
        const owner = [...this.people.values()].find(person => person.passCheck === check);
        const former = owner ? undefined : [...this.people.values()].find(person => person.oldPassChecks.includes(check));
        if (former) {
            // It was shown, so it is told; the server keeps it for a person to look at.
            await this.add([{ passHash, kind: 'present', source: 'scan' }], false);
            return { kind: 'old-pass', name: former.name, participantId: former.id };
        }
        const entry = owner && this.entries().find(each => each.id === owner.id);
        if (!owner || !entry) {
            const guest = this.entries().find(each => each.id === passHash);
            if (guest) return { kind: 'already', name: guest.name, participantId: guest.id };
            return { kind: 'not-on-list', name: owner?.name, passHash, participantId: owner?.id };
        }
        if (isHere(this.stateOf(entry))) {
            const minutes = this.minutesOf(entry);
            const justCame = entry.mark !== undefined && Date.now() - Date.parse(entry.mark.at) < JUST_CAME;
            return this.minutesToEnd() > LAST_MINUTES || justCame || entry.word !== undefined || minutes === 0
                ? { kind: 'already', name: owner.name, participantId: owner.id }
                : { kind: 'leaving', name: owner.name, participantId: owner.id, passHash, minutes };
        }

        // Who was marked as not here and then comes: the mark was too early.
        const tooEarly = entry.mark?.factId ? [{ participantId: owner.id, kind: 'withdraw' as const, withdraws: entry.mark.factId, source: 'hand' as const }] : [];
        const minutes = this.minutesSinceStart();
        const late = minutes >= LATE_FROM && minutes < this.session.plannedMinutes ? minutes : undefined;
        await this.add([...tooEarly, { participantId: owner.id, passHash, kind: late === undefined ? 'present' : 'late', minutes: late, source: 'scan' }]);
        return { kind: 'accepted', name: owner.name, late, participantId: owner.id };
    }

    /** What the person says of the own minutes. It cannot be taken back here: it is not the teacher's. */
    async hear(participantId: string, passHash: string, minutes: number): Promise<void> {
        const missed = this.session.plannedMinutes - minutes;
        const kind = minutes === 0 ? 'absent' : missed > 0 ? 'left-early' : 'present';
        await this.add([{ participantId, passHash, kind, minutes: kind === 'left-early' ? missed : undefined, source: 'person' }], false);
    }

    private minutesOf(entry: Entry): number {
        if (!entry.mark) return entry.server?.presentMinutes ?? 0;
        return isHere(entry.mark.state) ? Math.max(0, this.session.plannedMinutes - entry.mark.missed) : 0;
    }

    private async fromPaper(row: { sessionId: string; participantId: string }): Promise<Outcome> {
        const entry = row.sessionId === this.session.id ? this.entries().find(each => each.id === row.participantId) : undefined;
        if (!entry) return { kind: 'not-a-pass' };
        if (isHere(this.stateOf(entry))) return { kind: 'already', name: entry.name, participantId: entry.id };
        await this.mark(entry, 'present', { source: 'paper' });
        return { kind: 'accepted', name: entry.name, participantId: entry.id };
    }

    async takeGuest(passHash: string, participantId: string | undefined): Promise<void> {
        await this.add([{ participantId, passHash, kind: 'walk-in', source: 'scan' }]);
    }

    /** Somebody whom nobody here knows, and who has no pass: the provider reads the name and looks who it is. */
    async takeGuestByName(name: string): Promise<void> {
        await this.add([{ note: name, kind: 'walk-in', source: 'hand' }]);
    }

    /** Guests without a record, as they were counted on this tablet. */
    guests(): Map<string, number> {
        return guestsIn(this.facts);
    }

    /** Only what is another number than before becomes a fact. */
    async countGuests(cells: Map<string, number>): Promise<void> {
        const before = this.guests();
        await this.add(
            [...cells].filter(([cell, guests]) => guests !== (before.get(cell) ?? 0)).map(([cell, guests]) => {
                const [band, gender] = cell.split(':');
                return { kind: 'guests' as const, source: 'hand' as const, band, gender, guests };
            }),
            false,
        );
    }

    async sign(name: string): Promise<void> {
        const signOff: SignOff = { sessionId: this.session.id, signedBy: name, at: new Date().toISOString(), sent: false };
        await store.keepSignOff(signOff);
        this.signOff = signOff;
        await sync.recount();
        sync.soon(50);
    }

    private now(): number {
        return Date.now() + (sync.state.offsetMs ?? 0);
    }

    private async add(said: (Pick<Fact, 'kind' | 'source'> & Partial<Fact>)[], canUndo = true): Promise<void> {
        if (said.length === 0) return;
        const facts = await store.addFacts(
            said.map(fact => ({
                note: '',
                ...fact,
                id: crypto.randomUUID(),
                sessionId: this.session.id,
                deviceTime: new Date().toISOString(),
                clockOffsetMs: sync.state.offsetMs,
                recordedBy: this.teacher(),
            })),
        );
        this.facts.push(...facts);
        if (canUndo) this.undoable.push(facts);
        sync.saved(facts.length);
    }
}

// What the server says and what the tablet says; see docs/offline.md.
export interface Session {
    id: string;
    groupId: string;
    /** Of the class, as its people call it. Missing in what was kept by earlier versions, and for modules. */
    number?: string;
    name: string;
    place: string;
    startsAt: string;
    endsAt: string;
    day: string;
    from: string;
    until: string;
    plannedMinutes: number;
    cancelled: boolean;
    signedOffAt: string | null;
    signedOffBy: string;
    people: string[];
    /** Guests without a record are counted here. Missing in what was kept by earlier versions. */
    countsGuests?: boolean;
}

export interface Person {
    id: string;
    name: string;
    /** The hash of the pass's hash: it recognises a pass that is shown, and proves nothing by itself. */
    passCheck: string | null;
    oldPassChecks: string[];
    /** Days on which the person said that they cannot come. Missing in what was kept by earlier versions. */
    away?: Away[];
}

export interface Away {
    from: string;
    until: string;
    says: 'Ill' | 'ChildIll' | 'Doctor';
    accepted: boolean;
}

export type Kind = 'present' | 'late' | 'left-early' | 'absent' | 'excused' | 'walk-in' | 'withdraw' | 'guests';

export interface Fact {
    id: string;
    sessionId: string;
    participantId?: string;
    passHash?: string;
    kind: Kind;
    minutes?: number;
    withdraws?: string;
    source: 'scan' | 'hand' | 'paper';
    sequence: number;
    deviceTime: string;
    clockOffsetMs: number | null;
    recordedBy: string;
    note?: string;
    /** Of a count of guests. */
    band?: string;
    gender?: string;
    guests?: number;
}

/** A mark as the server has it: another tablet, the room code or paper may have said it. */
export interface ServerMark {
    participantId: string;
    name: string;
    state: State;
    presentMinutes: number;
}

export type State = 'present' | 'late' | 'left-early' | 'absent' | 'excused';

export interface Mark {
    state: State;
    minutes?: number;
    scanned: boolean;
    factId?: string;
    at: string;
}

export interface SignOff {
    sessionId: string;
    signedBy: string;
    at: string;
    sent: boolean;
    refused?: string;
}

export const isHere = (state: State | undefined): boolean => state === 'present' || state === 'late' || state === 'left-early';

export const bands = ['0-5', '6-13', '14-17', '18-30', '31-45', '46-60', '61+'] as const;
export const genders = ['f', 'm', 'x'] as const;
export const mostGuests = 500;

/** How many guests of each band and gender there are, as it was said here last; a cell is called `6-13:f`. The same rule as the server's. */
export function guestsIn(facts: Fact[]): Map<string, number> {
    const last = new Map<string, Fact>();
    for (const fact of facts.filter(fact => fact.kind === 'guests')) {
        const cell = `${fact.band}:${fact.gender}`;
        const before = last.get(cell);
        if (!before || (fact.deviceTime.localeCompare(before.deviceTime) || fact.id.localeCompare(before.id)) > 0) last.set(cell, fact);
    }
    return new Map([...last].map(([cell, fact]) => [cell, fact.guests ?? 0]));
}

/** The same rule as the server's, over this tablet's own facts: a hand-set mark beats a scan, then the later, then the id. */
export function assess(facts: Fact[]): Mark | undefined {
    const withdrawn = new Set(facts.filter(fact => fact.kind === 'withdraw').map(fact => fact.withdraws));
    const said = facts
        .filter(fact => fact.kind !== 'withdraw' && !withdrawn.has(fact.id))
        .sort((a, b) => weight(b) - weight(a) || b.deviceTime.localeCompare(a.deviceTime) || b.id.localeCompare(a.id));
    const first = said[0];
    if (!first) return undefined;
    return {
        state: first.kind === 'walk-in' ? 'present' : (first.kind as State),
        minutes: first.minutes,
        scanned: first.source === 'scan',
        factId: first.id,
        at: first.deviceTime,
    };
}

const weight = (fact: Fact): number => (fact.source === 'scan' ? 0 : 1);

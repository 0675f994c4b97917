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
    /** `person`: what somebody says of their own minutes with the pass. It stands beside the mark and makes none. */
    source: 'scan' | 'hand' | 'paper' | 'person';
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
    /** Of the planned minutes, at both ends together. */
    missed: number;
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

/** So long before the end a register may be signed, and people say with the pass how long they were there; the server says the same. */
export const LAST_MINUTES = 15;

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
        .filter(fact => fact.kind !== 'withdraw' && fact.source !== 'person' && !withdrawn.has(fact.id))
        .sort((a, b) => weight(b) - weight(a) || b.deviceTime.localeCompare(a.deviceTime) || b.id.localeCompare(a.id));
    const first = said[0];
    if (!first) return undefined;

    // Who left early did come at some time: the arrival is what the best of the other facts says.
    const arrival = first.kind === 'left-early' ? said.find(fact => fact.kind !== 'left-early' && isHere(stateOf(fact))) : first;
    return {
        state: stateOf(first),
        minutes: first.minutes,
        missed: (arrival?.kind === 'late' ? (arrival.minutes ?? 0) : 0) + (first.kind === 'left-early' ? (first.minutes ?? 0) : 0),
        scanned: first.source === 'scan',
        factId: first.id,
        at: first.deviceTime,
    };
}

const stateOf = (fact: Fact): State => (fact.kind === 'walk-in' ? 'present' : (fact.kind as State));

/** How many minutes a person says to have been there, in the last word given on this tablet. */
export function wordIn(facts: Fact[], plannedMinutes: number): number | undefined {
    const last = facts.filter(fact => fact.source === 'person').sort((a, b) => b.deviceTime.localeCompare(a.deviceTime) || b.id.localeCompare(a.id))[0];
    return last && (last.kind === 'absent' ? 0 : plannedMinutes - (last.minutes ?? 0));
}

const weight = (fact: Fact): number => (fact.source === 'scan' ? 0 : 1);

// What every screen knows: this tablet, who teaches, the sessions and their people, and the register that is open.
import type { Book, Entry } from './book';
import type { Person, Session } from './model';
import * as store from './store';
import type { Device } from './store';
import * as sync from './sync';
import { say } from './words';

export let device: Device | undefined;
export let teacher = '';
export let sessions: Session[] = [];
export let people = new Map<string, Person>();
export let signedHere = new Set<string>();
export let book: Book | undefined;

export const setBook = (value: Book | undefined): void => void (book = value);

export async function begin(): Promise<void> {
    await store.openStore();
    device = await store.get<Device>('device');
    teacher = (await store.get<string>('teacher')) ?? '';
    await load();
}

export async function setTeacher(name: string): Promise<void> {
    teacher = name;
    await store.set('teacher', name);
}

export async function useDevice(value: Device): Promise<void> {
    device = value;
    sync.useDevice(value);
    await store.set('device', value);
}

export async function load(): Promise<void> {
    sessions = await store.sessions();
    people = await store.people();
    signedHere = new Set((await store.signOffs()).map(signOff => signOff.sessionId));
}

export const isSigned = (session: Session): boolean => session.signedOffAt !== null || signedHere.has(session.id);

export const nameOf = (entry: Entry): string => entry.name || say('unknownGuest', entry.id.slice(0, 4).toUpperCase());

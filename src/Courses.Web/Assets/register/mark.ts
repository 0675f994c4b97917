// What a teacher says of one person.
import type { Entry } from './book';
import { ask, h } from './dom';
import { paper } from './paper';
import { showResult } from './result';
import { drawList } from './roster';
import { play } from './sound';
import { book, nameOf } from './state';
import { drawStatus } from './status';
import { say, type Key } from './words';

/** Everything that writes: the screen changes when the write is done, and says so when it failed. */
export async function act(write: () => Promise<unknown>): Promise<void> {
    try {
        await write();
    } catch (error) {
        console.error(error);
        showResult({ tone: 'old', text: say(error instanceof DOMException && error.name === 'QuotaExceededError' ? 'storageFull' : 'notSaved') });
        play('old');
    }
    drawList();
    drawStatus();
}

export async function late(entry: Entry): Promise<void> {
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

export async function excused(entry: Entry): Promise<void> {
    const reasons: Key[] = ['ill', 'appointment', 'work', 'family', 'other'];
    const reason = await ask<string>(`${nameOf(entry)}: ${say('reason')}`, answer => [
        h('div.choices', {}, ...reasons.map(key => h('button.second', { type: 'button', click: () => answer(key) }, say(key)))),
        h('button.plain', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('cancel')),
    ]);
    if (reason) await act(() => book!.mark(entry, 'excused', { note: reason, source: paper ? 'paper' : 'hand' }));
}

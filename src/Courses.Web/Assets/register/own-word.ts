// At the end of a lesson the pass is read once more, and whose it is says of the minutes whether they are right.
import { ask, h, icon } from './dom';
import { act } from './mark';
import { showResult } from './result';
import { flash } from './roster';
import { play } from './sound';
import { book } from './state';
import { say } from './words';

/** Whoever goes without a tap leaves the tablet to the next one. */
const PATIENCE = 20_000;

export async function askForWord(leaving: { name: string; participantId: string; passHash: string; minutes: number }): Promise<void> {
    const open = book!;
    const { name, participantId, passHash, minutes } = leaving;
    const planned = open.session.plannedMinutes;
    play('already');
    const right = await shortly<boolean>(name, answer => [
        h('p.word', {}, say('wordAsk', minutes, planned)),
        h('div.choices', {}, h('button', { type: 'button', click: () => answer(true) }, icon('check'), say('wordYes')), h('button.second', { type: 'button', click: () => answer(false) }, icon('cross'), say('wordNo'))),
    ]);
    if (right === undefined) return;
    const said = right ? minutes : await shortly<number>(`${name}: ${say('wordHowLong')}`, answer => [
        h('div.choices', {}, ...[120, 90, 60, 45, 30, 15].filter(step => step < minutes).map(step => h('button.second', { type: 'button', click: () => answer(step) }, `${step} ${say('minutes')}`)), h('button.second', { type: 'button', click: () => answer(0) }, icon('cross'), say('wordNotHere'))),
        h('button.plain', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('cancel')),
    ]);
    if (said === undefined) return;
    await act(async () => {
        await open.hear(participantId, passHash, said);
        showResult({ tone: 'good', text: say('wordKept', name, said, planned) });
        play('good');
        flash(participantId);
    });
}

async function shortly<T>(title: string, body: Parameters<typeof ask<T>>[1]): Promise<T | undefined> {
    const answer = ask<T>(title, body);
    const dialog = document.querySelector('dialog');
    const over = setTimeout(() => dialog?.close(), PATIENCE);
    return answer.finally(() => clearTimeout(over));
}

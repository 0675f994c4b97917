// The foot of the register: taking back, all the others, and the signature that closes it.
import { stopCamera } from './camera';
import { ask, h, icon } from './dom';
import { act } from './mark';
import { LAST_MINUTES } from './model';
import { paper, togglePaper } from './paper';
import { showResult } from './result';
import { draw } from './screens';
import { book, signedHere, teacher } from './state';
import { say } from './words';

export function drawFoot(): void {
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
    const early = book.minutesToEnd() > LAST_MINUTES;
    holder.replaceChildren(
        h(
            'div.foot',
            {},
            h('button.second', { type: 'button', id: 'undo', disabled: !book.canUndo, click: () => void undo() }, icon('undo'), say('undo')),
            h('button.second', { type: 'button', id: 'paper', 'aria-pressed': String(paper), click: () => togglePaper() }, icon('letter'), say('paper')),
            h('button.second', { type: 'button', id: 'others', disabled: open === 0, click: () => void others(open) }, icon('people'), say('others')),
            h('button', { type: 'button', id: 'sign-off', disabled: early, click: () => void signOff(open) }, icon('sign'), early ? say('notOver', book.session.until) : say('signOff')),
        ),
    );
}

async function undo(): Promise<void> {
    await act(async () => {
        const names = await book!.undo();
        if (names !== undefined) showResult({ tone: 'already', text: say('undone', names) });
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

// Guests without a record: how many there are, by age and gender. It works without a network like every mark.
import { ask, h, icon } from './dom';
import { act } from './mark';
import { bands, genders, mostGuests } from './model';
import { showResult } from './result';
import { book } from './state';
import { say, type Key } from './words';

const labels: Record<(typeof genders)[number], Key> = { f: 'guestsF', m: 'guestsM', x: 'guestsX' };

export function drawGuests(): void {
    const holder = document.getElementById('guests');
    if (!holder || !book) return;
    const all = [...book.guests().values()].reduce((sum, guests) => sum + guests, 0);
    holder.replaceChildren(book.session.countsGuests ? h('button.second', { type: 'button', id: 'count-guests', disabled: book.isSignedOff, click: () => void count() }, icon('people'), say('guests', all)) : '');
}

async function count(): Promise<void> {
    const before = book!.guests();
    const cells = await ask<Map<string, number>>(say('guestsAsk'), answer => {
        const inputs = new Map<string, HTMLInputElement>();
        for (const band of bands) {
            for (const gender of genders) {
                const cell = `${band}:${gender}`;
                inputs.set(cell, h('input', { inputmode: 'numeric', pattern: '[0-9]{0,3}', maxlength: 3, size: 3, value: before.get(cell) || '', 'data-cell': cell, 'aria-label': `${band}, ${say(labels[gender])}` }) as HTMLInputElement);
            }
        }
        const read = (input: HTMLInputElement): number => Math.min(mostGuests, Number.parseInt(input.value, 10) || 0);
        return [
            h(
                'form',
                { submit: event => (event.preventDefault(), answer(new Map([...inputs].map(([cell, input]) => [cell, read(input)])))) },
                h(
                    'table.guests',
                    {},
                    h('thead', {}, h('tr', {}, h('td'), ...genders.map(gender => h('th', {}, say(labels[gender]))))),
                    h('tbody', {}, ...bands.map(band => h('tr', {}, h('th', {}, band), ...genders.map(gender => h('td', {}, inputs.get(`${band}:${gender}`)!))))),
                ),
                h('div.row', {}, h('button', {}, icon('check'), say('save')), h('button.second', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('cancel'))),
            ),
        ];
    });
    if (!cells) return;
    await act(() => book!.countGuests(cells));
    showResult({ tone: 'good', text: say('saved') });
    drawGuests();
}

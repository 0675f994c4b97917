// What came of the last act: a sign, a sentence, and sometimes a way on.
import { h, icon } from './dom';
import type { Tone } from './sound';

let result: { tone: Tone; text: string; action?: { text: string; do: () => void } } | undefined;

export const showResult = (value: typeof result): void => void (result = value);

export function drawResult(): void {
    const holder = document.getElementById('result');
    if (!holder) return;
    const shown = result;
    holder.replaceChildren(
        shown
            ? h(
                  `div.result.${shown.tone}`,
                  {},
                  icon(shown.tone === 'good' || shown.tone === 'already' ? 'check' : shown.tone === 'old' ? 'cross' : 'info'),
                  h('span', {}, shown.text),
                  shown.action ? h('button', { type: 'button', click: () => shown.action!.do() }, shown.action.text) : null,
              )
            : '',
    );
}

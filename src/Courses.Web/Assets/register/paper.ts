// A list that was kept on paper is typed in: arrows go from person to person, letters mark.
import { drawCamera, stopCamera } from './camera';
import { act, excused, late } from './mark';
import { drawList } from './roster';
import { book } from './state';

export let paper = false;

export const paperOff = (): void => void (paper = false);

export function togglePaper(): void {
    paper = !paper;
    stopCamera();
    drawCamera();
    drawList();
    (document.querySelector('li[data-person]') as HTMLElement | null)?.focus();
}

export function paperKeys(event: KeyboardEvent): void {
    const row = (event.target as Element).closest?.('li[data-person]') as HTMLElement | null;
    if (!paper || !book || !row || book.isSignedOff || document.querySelector('dialog')) return;
    const entry = book.entries().find(each => each.id === row.dataset['person']);
    if (!entry) return;
    const next = (event.key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling) as HTMLElement | null;
    const key = event.key.toLowerCase();
    const mark = { p: 'present', a: 'absent' }[key] as 'present' | 'absent' | undefined;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') next?.focus();
    else if (mark) {
        next?.focus();
        void act(() => book!.mark(entry, mark, { source: 'paper' }));
    } else if (key === 'l') void late(entry).then(() => focusRow(next));
    else if (key === 'e') void excused(entry).then(() => focusRow(next));
    else return;
    event.preventDefault();
}

const focusRow = (row: HTMLElement | null): void => row?.dataset['person'] === undefined ? undefined : (document.querySelector(`li[data-person="${row.dataset['person']}"]`) as HTMLElement | null)?.focus();

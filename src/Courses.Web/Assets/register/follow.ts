// While a register is open, what others say of its people is fetched again and again.
import { book } from './state';
import * as sync from './sync';

let poll: ReturnType<typeof setInterval> | undefined;

export function follow(redraw: () => void, every: number): void {
    stopFollowing();
    const refresh = async (): Promise<void> => {
        if (!book || !navigator.onLine) return;
        const open = book;
        try {
            const marks = await sync.pullMarks(open.session.id);
            if (open !== book) return;
            open.useServer(marks);
            redraw();
        } catch (error) {
            // Without a network this tablet's own list is enough to go on with. A refusal may mean that the tablet was withdrawn: the next round finds out.
            if (error instanceof sync.Refused) sync.soon(0);
        }
    };
    void refresh();
    poll = setInterval(() => void refresh(), every);
}

export const stopFollowing = (): void => clearInterval(poll);

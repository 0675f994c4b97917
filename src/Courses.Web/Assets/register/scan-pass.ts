// A pass before the camera: what it means for the open register.
import { act } from './mark';
import { askForWord } from './own-word';
import { showResult } from './result';
import { find, flash } from './roster';
import { play } from './sound';
import { book } from './state';
import { say } from './words';

function tell(result: NonNullable<Parameters<typeof showResult>[0]>): void {
    showResult(result);
    play(result.tone);
}

export async function scanned(code: string): Promise<void> {
    if (!book || book.isSignedOff || document.querySelector('dialog')) return;
    await act(async () => {
        const outcome = await book!.scan(code);
        const open = book!;
        switch (outcome.kind) {
            case 'accepted':
                tell({ tone: 'good', text: outcome.late === undefined ? say('accepted', outcome.name) : say('acceptedLate', outcome.name, outcome.late) });
                flash(outcome.participantId);
                break;
            case 'already':
                tell({ tone: 'already', text: say('already', outcome.name) });
                flash(outcome.participantId);
                break;
            case 'leaving':
                flash(outcome.participantId);
                void askForWord(outcome);
                break;
            case 'old-pass':
                tell({ tone: 'old', text: say('oldPass', outcome.name), action: { text: say('tapInstead'), do: () => find(outcome.name) } });
                break;
            case 'not-on-list':
                tell({
                    tone: 'strange',
                    text: outcome.name ? `${outcome.name}: ${say('notOnList')}` : say('notOnList'),
                    action: {
                        text: say('takeGuest'),
                        do: () =>
                            void act(async () => {
                                await open.takeGuest(outcome.passHash, outcome.participantId);
                                showResult({ tone: 'good', text: say('guestTaken') });
                            }),
                    },
                });
                break;
            default:
                tell({ tone: 'strange', text: say('notPass') });
        }
    });
}

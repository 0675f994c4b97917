// What is always in sight: is there a network, what has not been sent, what keeps this tablet from working.
import { details } from './details';
import { codeShown } from './enrol';
import { h, icon } from './dom';
import { screen, show, views } from './screens';
import * as sync from './sync';
import { moment, say } from './words';

let opensOffline = true;

export function statusBar(): HTMLElement {
    const { unsent, unsentSince, lastContact, connected } = sync.state;
    return h(
        `button.status${connected ? '.connected' : ''}`,
        { id: 'status', type: 'button', click: () => void details() },
        h('span.dot'),
        h('span', {}, connected ? say('online') : say('offline')),
        unsent > 0 ? h('span.unsent', {}, `${unsent} ${say('unsent')}${unsentSince ? `, ${say('unsentSince')} ${moment(unsentSince)}` : ''}`) : h('span', {}, say('allSent')),
        h('span.end', {}, `${say('lastContact')}: ${lastContact ? moment(lastContact) : say('never')}`),
    );
}

export function drawStatus(): void {
    document.getElementById('status')?.replaceWith(statusBar());
    views[screen].status?.();
    const warning = document.getElementById('access');
    warning?.replaceWith(accessNotice());
}

export function accessNotice(): HTMLElement {
    const box = h('div', { id: 'access' });
    const { access, unsent, stuck } = sync.state;
    if (access === 'revoked') {
        box.append(
            h('p.notice.bad', {}, say('revoked'), unsent > 0 ? ` ${say('revokedUnsent', unsent)}` : ''),
            h('p', {}, h('button.second', { type: 'button', click: () => show('enrol', codeShown) }, icon('scan'), say('enrolTitle'))),
        );
    }
    if (access === 'signed-out') box.append(h('p.notice.warn', {}, `${say('signInAgain')} `, h('a', { href: '/sign-in?back=/register/' }, say('orSignIn'))));
    if (stuck > 0) box.append(h('p.notice.bad', {}, say('stuck', stuck)));
    if (!opensOffline) box.append(h('p.notice.warn', {}, say('noWorker')));
    if (isAppleTablet() && !matchMedia('(display-mode: standalone)').matches) box.append(h('p.notice.warn', {}, say('installIpad')));
    return box;
}

/** Marks are kept all the same, but the app would not open without a network: the teacher must know before going down to the cellar. */
export function noWorker(): void {
    opensOffline = false;
    drawStatus();
}

const isAppleTablet = (): boolean => /iPad|iPhone/.test(navigator.userAgent) || (navigator.userAgent.includes('Mac OS X') && navigator.maxTouchPoints > 1);

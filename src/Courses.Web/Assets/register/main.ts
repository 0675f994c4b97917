// The register for tablets: begins with the right screen, and follows what comes from the server.
import { codeInAddress, enrolScreen } from './enrol';
import { paperKeys } from './paper';
import { registerScreen } from './roster';
import { roomScreen } from './room';
import { prepare } from './scan';
import { draw, ready, screen, show, views } from './screens';
import { sessionsScreen } from './sessions';
import * as state from './state';
import { book, device, load, sessions, people, setBook, useDevice } from './state';
import { drawStatus, noWorker } from './status';
import * as store from './store';
import * as sync from './sync';
import { lockScreen, lockWhenLeft } from './unlock';
import { chooseLanguage } from './words';

Object.assign(views, { enrol: enrolScreen, lock: lockScreen, sessions: sessionsScreen, register: registerScreen, room: roomScreen });
void begin();

async function begin(): Promise<void> {
    chooseLanguage();
    await state.begin();
    const code = codeInAddress();
    sync.useDevice(device);
    if (code && !device?.credential) show('enrol', code);
    else if (device?.pin) show('lock');
    else if (device) show('sessions');
    else if (await sync.signedIn()) {
        await useDevice({ id: crypto.randomUUID(), name: 'Browser' });
        show('sessions');
    } else show('enrol');
    ready();
    await sync.start(onSync);
    // Whether the browser agrees is shown among the details of the tablet.
    navigator.storage?.persist?.().catch(() => false);
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('/register/sw.js', { scope: '/register/' }).catch(noWorker);
    else noWorker();
    // Where the browser cannot read QR codes itself, the decoder must be here before the network is gone. Scanning says so when it is not.
    navigator.serviceWorker?.ready.then(() => prepare()).catch(() => undefined);
    lockWhenLeft();
    addEventListener('keydown', paperKeys);
}

async function onSync(rosterChanged: boolean): Promise<void> {
    if (book) {
        const id = book.session.id;
        const signOff = (await store.signOffs()).find(each => each.sessionId === id);
        if (book?.session.id === id) book.signOff = signOff;
    }
    if (rosterChanged) {
        await load();
        if (book) {
            const session = sessions.find(each => each.id === book!.session.id);
            if (session) book.follow(session, people);
            else if (sync.state.access === 'revoked') setBook(undefined);
        }
        if (!book && (screen === 'register' || screen === 'room')) return show('sessions');
        if (!document.querySelector('dialog') && !(document.activeElement instanceof HTMLInputElement)) return draw();
    }
    drawStatus();
}

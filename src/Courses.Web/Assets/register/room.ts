// The code on the wall, for those who check in with their own phone.
import { h, icon } from './dom';
import { follow, stopFollowing } from './follow';
import { isHere } from './model';
import { screen, show, type View } from './screens';
import { book, nameOf } from './state';
import * as sync from './sync';
import { say } from './words';

export const roomScreen: View = { view: roomView, drawn: drawRoomNames, entered: () => follow(drawRoomNames, 3_000), left: stopFollowing };

function roomView(): HTMLElement[] {
    const code = h('div.code', {}, h('p.soft', {}, '…'));
    const update = async (): Promise<void> => {
        if (screen !== 'room' || !code.isConnected) return;
        try {
            const room = await sync.roomCode(book!.session.id);
            const picture = new DOMParser().parseFromString(room.svg, 'image/svg+xml').documentElement;
            code.replaceChildren(document.importNode(picture, true));
            setTimeout(() => void update(), Math.max(1, room.secondsLeft) * 1000);
        } catch (error) {
            // What the server says against it stands there; otherwise nobody answered.
            code.replaceChildren(h('p.notice.warn', {}, error instanceof sync.Refused ? error.message : say('roomOffline')));
            if (error instanceof sync.Refused) sync.soon(0);
            setTimeout(() => void update(), 5_000);
        }
    };
    setTimeout(() => void update());
    return [
        h(
            'main.room',
            {},
            h('div.row', {}, h('div', {}, h('h1', {}, book!.session.name), h('p', {}, say('roomText'))), h('button.second.push', { type: 'button', click: () => show('register') }, icon('cross'), say('close'))),
            code,
            h('div', { id: 'room-names' }),
        ),
    ];
}

function drawRoomNames(): void {
    const here = book!.entries().filter(entry => isHere(book!.stateOf(entry)));
    document.getElementById('room-names')?.replaceChildren(h('p', {}, h('strong', {}, say('checkedIn', here.length))), h('div.names', {}, ...here.map(entry => h('bdi.badge.good', {}, nameOf(entry)))));
}

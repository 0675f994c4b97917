// Setting the tablet up with a one-time code.
import { ask, h, icon } from './dom';
import { languageButtons } from './language';
import { Camera } from './scan';
import { show, type View } from './screens';
import { newPin, plainDigits } from './seal';
import { useDevice } from './state';
import * as store from './store';
import * as sync from './sync';
import { say } from './words';

/** The code that came with the address. */
export let codeShown = '';

export const enrolScreen: View = { view: enrolView };

export function codeInAddress(): string {
    const code = /[#&]code=([^&]+)/.exec(location.hash)?.[1];
    if (code) {
        codeShown = decodeURIComponent(code);
        history.replaceState(null, '', '/register/');
    }
    return codeShown;
}

function enrolView(code: string): HTMLElement[] {
    const form = h(
        'form',
        { submit: event => void enrol(event) },
        h('label', {}, say('code'), h('input', { name: 'code', required: true, autocomplete: 'off', autocapitalize: 'characters', value: code })),
        h('label', {}, say('deviceName'), h('small', {}, say('deviceNameHint')), h('input', { name: 'name', maxlength: 60, autocomplete: 'off' })),
        h('label', {}, say('newPin'), h('input.pin', { name: 'pin', type: 'password', inputmode: 'numeric', pattern: '\\p{Nd}{4,8}', required: true, autocomplete: 'new-password' })),
        h('p.notice.bad', { id: 'refused', hidden: true, role: 'alert' }),
        h('div.row', {}, h('button', {}, icon('check'), say('enrol')), h('button.second', { type: 'button', click: () => void scanCode(form) }, icon('scan'), say('enrolScan'))),
    );
    return [
        h('header.top', {}, h('div.what', {}, h('h1', {}, say('title'))), ...languageButtons()),
        h('main', {}, h('div.card.narrow', {}, h('h2', {}, say('enrolTitle')), h('p', {}, say('enrolText')), form, h('p', {}, ''), h('a', { href: '/sign-in?back=/register/' }, say('orSignIn')))),
    ];
}

async function enrol(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const value = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    const refused = document.getElementById('refused')!;
    try {
        const enrolled = await sync.enrol(value('code'), value('name'));
        await store.wipe(false);
        await useDevice({ ...enrolled, pin: await newPin(plainDigits(value('pin'))) });
        sync.state.access = 'unknown';
        show('sessions');
        sync.soon(0);
    } catch (error) {
        refused.hidden = false;
        refused.textContent = error instanceof sync.Refused ? say('codeInvalid') : say('noNetwork');
    }
}

async function scanCode(form: HTMLElement): Promise<void> {
    let reader: Camera | undefined;
    const code = await ask<string>(say('enrolScan'), answer => {
        const video = h('video', { playsinline: true, muted: true }) as HTMLVideoElement;
        reader = new Camera(video, answer);
        reader.start('environment').catch(() => answer(''));
        return [h('div.camera', {}, video, h('div.aim'))];
    });
    reader?.stop();
    if (code) (form.querySelector('[name=code]') as HTMLInputElement).value = /#code=([^&]+)/.exec(code)?.[1] ?? code;
}

// The state of this tablet: what it has not sent, and how that leaves a tablet which cannot send.
import { ask, h } from './dom';
import type { Fact } from './model';
import { show } from './screens';
import { fromFile, toFile } from './seal';
import { device } from './state';
import { drawStatus } from './status';
import * as store from './store';
import * as sync from './sync';
import { moment, say } from './words';

export async function details(): Promise<void> {
    await sync.recount();
    const kept = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
    const offset = Math.round((sync.state.offsetMs ?? 0) / 60_000);
    const { unsent, unsentSince, lastContact, connected } = sync.state;
    const chosen = await ask<'sync' | 'export' | 'import' | 'lock'>(say('details'), answer => [
        h(
            'dl',
            {},
            h('dt', {}, say('device')),
            h('dd', {}, device?.name ?? ''),
            h('dt', {}, connected ? say('online') : say('offline')),
            h('dd', {}, `${say('lastContact')}: ${lastContact ? moment(lastContact) : say('never')}`),
            h('dt', {}, say('unsent')),
            h('dd', {}, unsent ? `${unsent}${unsentSince ? `, ${say('unsentSince')} ${moment(unsentSince)}` : ''}` : say('allSent')),
            h('dt', {}, say('storage')),
            h('dd', {}, say(kept ? 'storageKept' : 'storageRisk')),
        ),
        Math.abs(offset) > 2 ? h('p.notice.warn', {}, say('clockOff', Math.abs(offset))) : null,
        h('div.choices', {}, h('button', { type: 'button', click: () => answer('sync') }, say('syncNow')), unsent > 0 ? h('button.second', { type: 'button', click: () => answer('export') }, say('exportFile')) : null, h('button.second', { type: 'button', click: () => answer('import') }, say('importFile')), device?.pin ? h('button.second', { type: 'button', click: () => answer('lock') }, say('lock')) : null),
        unsent > 0 ? h('p.soft', {}, say('exportHint')) : null,
        h('button.plain', { type: 'button', click: event => (event.target as Element).closest('dialog')!.close() }, say('close')),
    ]);
    if (chosen === 'sync') await sync.now();
    if (chosen === 'lock') show('lock');
    if (chosen === 'export') await exportUnsent();
    if (chosen === 'import') await importFile();
}

const askPassword = (title: string, autocomplete: string): Promise<string | undefined> =>
    ask<string>(title, answer => {
        const input = h('input', { type: 'password', required: true, minlength: 8, autocomplete }) as HTMLInputElement;
        return [h('form', { submit: event => (event.preventDefault(), answer(input.value)) }, h('label', {}, say('password'), input), h('button', {}, say('ok')))];
    });

async function exportUnsent(): Promise<void> {
    const password = await askPassword(say('exportFile'), 'new-password');
    if (!password) return;
    const text = await toFile(password, { device: device?.id, facts: await store.unsent(100_000, true) });
    const link = h('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: `register-${new Date().toISOString().slice(0, 10)}.json` }) as HTMLAnchorElement;
    link.click();
    URL.revokeObjectURL(link.href);
    await tell(say('exported'));
}

async function importFile(): Promise<void> {
    const file = await ask<File>(say('importFile'), answer => {
        const input = h('input', { type: 'file', accept: '.json', change: () => input.files?.[0] && answer(input.files[0]) }) as HTMLInputElement;
        return [input];
    });
    const password = file && (await askPassword(say('importFile'), 'off'));
    if (!file || !password) return;
    let facts: Fact[];
    try {
        ({ facts } = await fromFile<{ facts: Fact[] }>(password, await file.text()));
    } catch {
        // No JSON, another kind of file, or a password that does not open it: for the person it is the same.
        return void (await tell(say('importWrong')));
    }
    let added: number;
    try {
        added = await store.adoptFacts(facts);
    } catch (error) {
        console.error(error);
        return void (await tell(say('notSaved')));
    }
    await sync.recount();
    drawStatus();
    sync.soon(0);
    await tell(say('imported', added));
}

const tell = (text: string): Promise<boolean | undefined> => ask<boolean>(say('details'), answer => [h('p', {}, text), h('button', { type: 'button', click: () => answer(true) }, say('ok'))]);

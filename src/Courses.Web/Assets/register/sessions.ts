// The sessions of today, those whose register is missing, and the coming ones.
import { Book } from './book';
import { ask, h, icon } from './dom';
import { languageButtons } from './language';
import type { Session } from './model';
import { freshRoster } from './roster';
import { show, type View } from './screens';
import { device, isSigned, people, sessions, setBook, setTeacher, teacher } from './state';
import { accessNotice } from './status';
import * as store from './store';
import { dayName, say } from './words';

export const sessionsScreen: View = { view: sessionsView };

function sessionsView(): HTMLElement[] {
    const now = new Date();
    const today = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
    const missing = sessions.filter(session => session.day < today && !isSigned(session) && !session.cancelled && session.people.length > 0);
    const days = [...new Set(sessions.filter(session => session.day > today).map(session => session.day))];
    const list = (of: Session[], withDay = false): HTMLElement => h('div.sessions', {}, ...of.map(session => sessionCard(session, withDay)));
    const todays = sessions.filter(session => session.day === today);
    return [
        h('header.top', {}, h('div.what', {}, h('h1', {}, say('today')), h('p', {}, dayName(today))), ...languageButtons(), device?.pin ? h('button', { type: 'button', click: () => show('lock') }, icon('lock'), say('lock')) : null),
        h(
            'main',
            {},
            accessNotice(),
            todays.length ? list(todays) : h('p.card', {}, say('none')),
            ...(missing.length ? [h('h2', {}, say('missing')), list(missing, true)] : []),
            ...(days.length ? [h('h2', {}, say('coming')), ...days.slice(0, 14).map(day => h('details', {}, h('summary', {}, h('strong', {}, dayName(day))), list(sessions.filter(session => session.day === day))))] : []),
        ),
    ];
}

function sessionCard(session: Session, withDay: boolean): HTMLElement {
    return h(
        `button.session${isSigned(session) ? '.signed' : ''}${session.cancelled ? '.cancelled' : ''}`,
        { type: 'button', disabled: session.cancelled, 'data-session': session.id, click: () => void openRegister(session) },
        withDay ? h('span.soft', {}, `${dayName(session.day)} `) : null,
        h('span.time', {}, `${session.from} – ${session.until}`),
        h('strong', {}, session.name),
        h('span.soft', {}, `${[session.number, session.place, session.people.length].filter(Boolean).join(' · ')} `),
        icon('people'),
        ' ',
        isSigned(session) ? h('span.badge.good', {}, say('signedOff')) : session.cancelled ? h('span.badge', {}, say('cancelled')) : null,
    );
}

async function openRegister(session: Session): Promise<void> {
    // Whoever is signed in has a name already. Another account is another person: the name that was said before is not theirs.
    const account = (await store.get<string>('account')) ?? '';
    if (!teacher || account !== ((await store.get<string>('teacherOf')) ?? '')) {
        const name = await askName(say('who'), account || teacher);
        if (!name) return;
        await setTeacher(name);
        await store.set('teacherOf', account);
    }
    setBook(await Book.open(session, people, () => teacher));
    freshRoster();
    show('register');
}

const askName = (title: string, known: string): Promise<string | undefined> =>
    ask<string>(title, answer => {
        const input = h('input', { required: true, maxlength: 120, value: known, autocomplete: 'name', 'aria-label': say('signOffName') }) as HTMLInputElement;
        return [h('form', { submit: event => (event.preventDefault(), answer(input.value.trim())) }, h('label', {}, say('signOffName'), input), h('button', {}, say('ok')))];
    });

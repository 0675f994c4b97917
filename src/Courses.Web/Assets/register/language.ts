import { h } from './dom';
import { draw } from './screens';
import { chooseLanguage, language, say } from './words';

export function languageButton(): HTMLElement {
    const other = language() === 'en' ? 'de' : 'en';
    return h('button', { type: 'button', lang: other, click: () => (chooseLanguage(other), draw()) }, say('language'));
}

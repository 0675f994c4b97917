import { h } from './dom';
import { draw } from './screens';
import { chooseLanguage, language, languages, names, type Language } from './words';

/** One button for each language but the one that is read. */
export function languageButtons(): HTMLElement[] {
    return (Object.keys(languages) as Language[]).filter(code => code !== language())
        .map(code => h('button', { type: 'button', lang: code, click: () => (chooseLanguage(code), draw()) }, names[code]));
}

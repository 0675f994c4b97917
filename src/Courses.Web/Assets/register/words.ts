// The sentences of the register, in the two languages of staff.
const english = {
    title: 'Register', today: 'Today', missing: 'Still missing', coming: 'Coming days', none: 'There are no sessions today.',
    offline: 'Offline', online: 'Connected', unsent: 'not sent', unsentSince: 'since', allSent: 'Everything is sent', lastContact: 'Last contact', never: 'never',
    scan: 'Scan passes', scanStop: 'Stop the camera', flip: 'Other camera', torch: 'Light', picture: 'Take a picture instead', noCamera: 'The camera cannot be used. Take a picture of the pass or tap the names.',
    decoderMissing: 'Scanning has to be loaded once with a network. Tap the names for now.',
    search: 'Search by name', present: 'Present', late: 'Late', excused: 'Excused', absent: 'Absent', leftEarly: 'Left early', guest: 'Guest', saysIll: 'says: ill', saysChildIll: 'says: child is ill', saysDoctor: 'says: at the doctor', saysAccepted: 'accepted',
    presentOf: '{0} of {1} here', open: '{0} open', others: 'All the others present', othersAsk: 'Mark {0} people as present?', undo: 'Undo', undone: 'Undone: {0}',
    signOff: 'Sign off', signOffAsk: 'Sign off this register?', signOffOpen: '{0} people have no mark. They will be absent.', signOffName: 'Your name', signedOff: 'Signed off', signedBy: 'Signed off by {0}',
    signWaits: 'Signed off here; the server hears of it with the next contact.', signRefused: 'The server did not take the sign-off: {0}', correctOnline: 'Correct a mark, with a reason',
    lateBy: 'How many minutes late?', leftBy: 'How many minutes before the end?', minutes: 'min', reason: 'Why?', ill: 'Ill', appointment: 'Appointment at an office', work: 'Work', family: 'Family', other: 'Another reason',
    accepted: '{0} is here', acceptedLate: '{0} is here, {1} minutes late', already: '{0} is already here', notOnList: 'Not on this list', oldPass: 'Old pass: {0} has a newer one', notPass: 'This is not a pass',
    takeGuest: 'Take as a guest', tapInstead: 'Mark by name instead', guestTaken: 'Guest taken. The provider will look at it.', unknownGuest: 'Guest {0}',
    cancel: 'Cancel', yes: 'Yes', back: 'Back', close: 'Close', ok: 'OK', save: 'Save', saved: 'Saved on this tablet', cancelled: 'Cancelled', notOver: 'Sign off when it ends, at {0}',
    enrolTitle: 'Set up this tablet', enrolText: 'Open “Tablets” on the provider\'s page and scan the code shown there, or type it.', code: 'One-time code', deviceName: 'Name of this tablet', deviceNameHint: 'For example: Tablet room 2. Leave it empty to keep the name that the provider gave.', enrol: 'Set up', enrolScan: 'Scan the code',
    orSignIn: 'Or sign in as a teacher on this device', newPin: 'Choose a PIN (4 to 8 digits)', pin: 'PIN', unlock: 'Open', wrongPin: 'Wrong PIN.', waitPin: 'Too many tries. Wait {0} seconds.', locked: 'The register is locked', lock: 'Lock now', who: 'Who takes the registers?',
    codeInvalid: 'This code is not valid any more. Ask for a new one.', noNetwork: 'There is no network. Setting up needs one, just once.', failed: 'That did not work. Try again.',
    revoked: 'This tablet was withdrawn. Names and lists were deleted.', revokedUnsent: '{0} marks are not sent. Save them as a file and give it to the provider.', signInAgain: 'You are signed out. What is not sent stays here. Sign in again.', wiped: 'The lists were deleted because there was no contact for a long time.',
    details: 'State of this tablet', syncNow: 'Send now', exportFile: 'Save unsent marks as a file', exportHint: 'A last resort, when this tablet gets no network any more. The file is encrypted with a password of your choice.', importFile: 'Load a file from another tablet', password: 'Password (at least 8 characters)', exported: 'The file is saved. The marks stay here too.', imported: '{0} marks were loaded and will be sent.', importWrong: 'The password or the file is wrong.',
    storage: 'Storage', storageKept: 'The browser keeps the data.', storageRisk: 'The browser may delete data when space is short.', installIpad: 'iPad: tap “Share”, then “Add to Home Screen”. Otherwise Safari deletes the data after seven days.', install: 'Install', language: 'Deutsch', device: 'Tablet', clock: 'Clock', clockOff: 'The clock of this tablet is {0} minutes off. Marks are corrected for it.', stuck: '{0} marks cannot be read by the server. Save them as a file.',
    roomCode: 'Room code', roomText: 'Scan this code with your phone.', roomOffline: 'The room code needs a network. Scan the passes instead.', checkedIn: '{0} checked in', paper: 'Type in from paper', paperKeys: 'Keys: P present, L late, E excused, A absent. Arrows go up and down.', storageFull: 'This mark could not be saved. The tablet is out of space.', notSaved: 'This could not be saved on the tablet. Try again, and write it on paper if it fails again.', noWorker: 'This browser cannot open the register without a network. Use Chrome, Edge or Safari, not in a private window.', updated: 'Other tablet or phone', signOut: 'Sign out', shown: '{0} shown',
};

const german: typeof english = {
    title: 'Anwesenheit', today: 'Heute', missing: 'Noch offen', coming: 'Nächste Tage', none: 'Heute gibt es keine Termine.',
    offline: 'Offline', online: 'Verbunden', unsent: 'nicht gesendet', unsentSince: 'seit', allSent: 'Alles ist gesendet', lastContact: 'Letzter Kontakt', never: 'nie',
    scan: 'Pässe scannen', scanStop: 'Kamera aus', flip: 'Andere Kamera', torch: 'Licht', picture: 'Stattdessen ein Foto machen', noCamera: 'Die Kamera ist nicht nutzbar. Fotografieren Sie den Pass oder tippen Sie auf die Namen.',
    decoderMissing: 'Das Scannen muss einmal mit Netz geladen werden. Tippen Sie vorerst auf die Namen.',
    search: 'Nach Namen suchen', present: 'Anwesend', late: 'Verspätet', excused: 'Entschuldigt', absent: 'Abwesend', leftEarly: 'Früher gegangen', guest: 'Gast', saysIll: 'sagt: krank', saysChildIll: 'sagt: Kind ist krank', saysDoctor: 'sagt: beim Arzt', saysAccepted: 'angenommen',
    presentOf: '{0} von {1} da', open: '{0} offen', others: 'Alle anderen anwesend', othersAsk: '{0} Personen als anwesend eintragen?', undo: 'Rückgängig', undone: 'Zurückgenommen: {0}',
    signOff: 'Abschließen', signOffAsk: 'Diese Liste abschließen?', signOffOpen: '{0} Personen haben keinen Eintrag. Sie gelten dann als abwesend.', signOffName: 'Ihr Name', signedOff: 'Abgeschlossen', signedBy: 'Abgeschlossen von {0}',
    signWaits: 'Hier abgeschlossen; der Server erfährt es beim nächsten Kontakt.', signRefused: 'Der Server hat den Abschluss nicht angenommen: {0}', correctOnline: 'Einen Eintrag mit Begründung berichtigen',
    lateBy: 'Wie viele Minuten zu spät?', leftBy: 'Wie viele Minuten vor dem Ende?', minutes: 'Min.', reason: 'Warum?', ill: 'Krank', appointment: 'Termin bei einem Amt', work: 'Arbeit', family: 'Familie', other: 'Anderer Grund',
    accepted: '{0} ist da', acceptedLate: '{0} ist da, {1} Minuten zu spät', already: '{0} ist schon da', notOnList: 'Nicht auf dieser Liste', oldPass: 'Alter Pass: {0} hat einen neueren', notPass: 'Das ist kein Pass',
    takeGuest: 'Als Gast aufnehmen', tapInstead: 'Stattdessen über den Namen eintragen', guestTaken: 'Gast aufgenommen. Der Träger sieht es sich an.', unknownGuest: 'Gast {0}',
    cancel: 'Abbrechen', yes: 'Ja', back: 'Zurück', close: 'Schließen', ok: 'OK', save: 'Speichern', saved: 'Auf diesem Tablet gespeichert', cancelled: 'Abgesagt', notOver: 'Abschließen am Ende, um {0}',
    enrolTitle: 'Dieses Tablet einrichten', enrolText: 'Öffnen Sie „Tablets“ auf der Seite des Trägers und scannen Sie den Code, oder tippen Sie ihn ein.', code: 'Einmal-Code', deviceName: 'Name dieses Tablets', deviceNameHint: 'Zum Beispiel: Tablet Raum 2. Leer lassen, um den Namen des Trägers zu behalten.', enrol: 'Einrichten', enrolScan: 'Code scannen',
    orSignIn: 'Oder melden Sie sich auf diesem Gerät als Lehrkraft an', newPin: 'PIN wählen (4 bis 8 Ziffern)', pin: 'PIN', unlock: 'Öffnen', wrongPin: 'Falsche PIN.', waitPin: 'Zu viele Versuche. Warten Sie {0} Sekunden.', locked: 'Die Anwesenheitsliste ist gesperrt', lock: 'Jetzt sperren', who: 'Wer führt die Listen?',
    codeInvalid: 'Dieser Code gilt nicht mehr. Lassen Sie sich einen neuen geben.', noNetwork: 'Es gibt kein Netz. Zum Einrichten braucht es einmal eines.', failed: 'Das hat nicht geklappt. Versuchen Sie es noch einmal.',
    revoked: 'Dieses Tablet wurde abgemeldet. Namen und Listen sind gelöscht.', revokedUnsent: '{0} Einträge sind nicht gesendet. Speichern Sie sie als Datei und geben Sie sie dem Träger.', signInAgain: 'Sie sind abgemeldet. Was nicht gesendet ist, bleibt hier. Melden Sie sich wieder an.', wiped: 'Die Listen wurden gelöscht, weil es lange keinen Kontakt gab.',
    details: 'Zustand dieses Tablets', syncNow: 'Jetzt senden', exportFile: 'Nicht gesendete Einträge als Datei speichern', exportHint: 'Der letzte Ausweg, wenn dieses Tablet kein Netz mehr bekommt. Die Datei ist mit einem Passwort Ihrer Wahl verschlüsselt.', importFile: 'Datei eines anderen Tablets laden', password: 'Passwort (mindestens 8 Zeichen)', exported: 'Die Datei ist gespeichert. Die Einträge bleiben auch hier.', imported: '{0} Einträge sind geladen und werden gesendet.', importWrong: 'Das Passwort oder die Datei ist falsch.',
    storage: 'Speicher', storageKept: 'Der Browser behält die Daten.', storageRisk: 'Bei Platzmangel kann der Browser Daten löschen.', installIpad: 'iPad: Tippen Sie auf „Teilen“, dann „Zum Home-Bildschirm“. Sonst löscht Safari die Daten nach sieben Tagen.', install: 'Installieren', language: 'English', device: 'Tablet', clock: 'Uhr', clockOff: 'Die Uhr dieses Tablets geht {0} Minuten falsch. Die Einträge werden danach berichtigt.', stuck: '{0} Einträge kann der Server nicht lesen. Speichern Sie sie als Datei.',
    roomCode: 'Raum-Code', roomText: 'Scannen Sie diesen Code mit dem Handy.', roomOffline: 'Der Raum-Code braucht Netz. Scannen Sie stattdessen die Pässe.', checkedIn: '{0} eingecheckt', paper: 'Vom Papier eintippen', paperKeys: 'Tasten: P anwesend, L verspätet, E entschuldigt, A abwesend. Pfeile gehen auf und ab.', storageFull: 'Dieser Eintrag konnte nicht gespeichert werden. Das Tablet hat keinen Platz mehr.', notSaved: 'Das konnte auf dem Tablet nicht gespeichert werden. Versuchen Sie es noch einmal, und notieren Sie es auf Papier, wenn es wieder nicht geht.', noWorker: 'Dieser Browser kann die Liste ohne Netz nicht öffnen. Nehmen Sie Chrome, Edge oder Safari, nicht in einem privaten Fenster.', updated: 'Anderes Tablet oder Handy', signOut: 'Abmelden', shown: '{0} angezeigt',
};

export type Key = keyof typeof english;
const CHOICE = 'register-language';
let words = english;

export function language(): 'en' | 'de' {
    return words === german ? 'de' : 'en';
}

export function chooseLanguage(code?: 'en' | 'de'): void {
    if (code) localStorage.setItem(CHOICE, code);
    const wanted = code ?? localStorage.getItem(CHOICE) ?? navigator.language;
    words = wanted.startsWith('de') ? german : english;
    document.documentElement.lang = language();
    document.title = `${words.title} – Courses`;
}

export function say(key: Key, ...details: (string | number)[]): string {
    return details.reduce<string>((text, detail, index) => text.replaceAll(`{${index}}`, String(detail)), words[key]);
}

export const clockTime = (at: string | number): string => new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
export const dayName = (day: string): string => new Intl.DateTimeFormat(language(), { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(`${day}T12:00:00`));
export const moment = (at: string | number): string =>
    new Date(at).toDateString() === new Date().toDateString() ? clockTime(at) : new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(at));

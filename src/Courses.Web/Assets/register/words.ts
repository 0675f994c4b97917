import { dayAndTime, time } from './times';
// The sentences of the register, in the languages of staff.
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
    accepted: '{0} is here', acceptedLate: '{0} is here, {1} minutes late', already: '{0} is already here', wordAsk: '{0} of {1} minutes. Is that right?', wordYes: 'Yes, that is right', wordNo: 'No', wordHowLong: 'How long were you here?', wordNotHere: 'I was not here', wordKept: '{0} says: {1} of {2} minutes', wordSaid: 'says: {0} min', notOnList: 'Not on this list', oldPass: 'Old pass: {0} has a newer one', notPass: 'This is not a pass',
    guests: 'Guests without a record: {0}', guestsAsk: 'How many guests without a record are here?', guestsF: 'women, girls', guestsM: 'men, boys', guestsX: 'other',
    takeGuest: 'Take as a guest', tapInstead: 'Mark by name instead', guestTaken: 'Guest taken. The provider will look at it.', guestByName: 'Take “{0}” as a guest, without a pass', unknownGuest: 'Guest {0}',
    cancel: 'Cancel', yes: 'Yes', back: 'Back', close: 'Close', ok: 'OK', save: 'Save', saved: 'Saved on this tablet', cancelled: 'Cancelled', notOver: 'Sign off when it ends, at {0}',
    enrolTitle: 'Set up this tablet', enrolText: 'Open “Tablets” on the provider\'s page and scan the code shown there, or type it.', code: 'One-time code', deviceName: 'Name of this tablet', deviceNameHint: 'For example: Tablet room 2. Leave it empty to keep the name that the provider gave.', enrol: 'Set up', enrolScan: 'Scan the code',
    orSignIn: 'Or sign in as a teacher on this device', newPin: 'Choose a PIN (4 to 8 digits)', pin: 'PIN', unlock: 'Open', wrongPin: 'Wrong PIN.', waitPin: 'Too many tries. Wait {0} seconds.', locked: 'The register is locked', lock: 'Lock now', who: 'Who takes the registers?',
    codeInvalid: 'This code is not valid any more. Ask for a new one.', noNetwork: 'There is no network. Setting up needs one, just once.', failed: 'That did not work. Try again.',
    revoked: 'This tablet was withdrawn. Names and lists were deleted.', revokedUnsent: '{0} marks are not sent. Save them as a file and give it to the provider.', signInAgain: 'You are signed out. What is not sent stays here. Sign in again.', wiped: 'The lists were deleted because there was no contact for a long time.',
    details: 'State of this tablet', syncNow: 'Send now', exportFile: 'Save unsent marks as a file', exportHint: 'A last resort, when this tablet gets no network any more. The file is encrypted with a password of your choice.', importFile: 'Load a file from another tablet', password: 'Password (at least 8 characters)', exported: 'The file is saved. The marks stay here too.', imported: '{0} marks were loaded and will be sent.', importWrong: 'The password or the file is wrong.',
    storage: 'Storage', storageKept: 'The browser keeps the data.', storageRisk: 'The browser may delete data when space is short.', installIpad: 'iPad: tap “Share”, then “Add to Home Screen”. Otherwise Safari deletes the data after seven days.', install: 'Install', device: 'Tablet', clock: 'Clock', clockOff: 'The clock of this tablet is {0} minutes off. Marks are corrected for it.', stuck: '{0} marks cannot be read by the server. Save them as a file.',
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
    accepted: '{0} ist da', acceptedLate: '{0} ist da, {1} Minuten zu spät', already: '{0} ist schon da', wordAsk: '{0} von {1} Minuten. Stimmt das?', wordYes: 'Ja, das stimmt', wordNo: 'Nein', wordHowLong: 'Wie lange waren Sie da?', wordNotHere: 'Ich war nicht da', wordKept: '{0} sagt: {1} von {2} Minuten', wordSaid: 'sagt: {0} Min.', notOnList: 'Nicht auf dieser Liste', oldPass: 'Alter Pass: {0} hat einen neueren', notPass: 'Das ist kein Pass',
    guests: 'Gäste ohne Datensatz: {0}', guestsAsk: 'Wie viele Gäste ohne Datensatz sind hier?', guestsF: 'Frauen, Mädchen', guestsM: 'Männer, Buben', guestsX: 'andere',
    takeGuest: 'Als Gast aufnehmen', tapInstead: 'Stattdessen über den Namen eintragen', guestTaken: 'Gast aufgenommen. Der Träger sieht es sich an.', guestByName: '„{0}“ als Gast ohne Pass aufnehmen', unknownGuest: 'Gast {0}',
    cancel: 'Abbrechen', yes: 'Ja', back: 'Zurück', close: 'Schließen', ok: 'OK', save: 'Speichern', saved: 'Auf diesem Tablet gespeichert', cancelled: 'Abgesagt', notOver: 'Abschließen am Ende, um {0}',
    enrolTitle: 'Dieses Tablet einrichten', enrolText: 'Öffnen Sie „Tablets“ auf der Seite des Trägers und scannen Sie den Code, oder tippen Sie ihn ein.', code: 'Einmal-Code', deviceName: 'Name dieses Tablets', deviceNameHint: 'Zum Beispiel: Tablet Raum 2. Leer lassen, um den Namen des Trägers zu behalten.', enrol: 'Einrichten', enrolScan: 'Code scannen',
    orSignIn: 'Oder melden Sie sich auf diesem Gerät als Lehrkraft an', newPin: 'PIN wählen (4 bis 8 Ziffern)', pin: 'PIN', unlock: 'Öffnen', wrongPin: 'Falsche PIN.', waitPin: 'Zu viele Versuche. Warten Sie {0} Sekunden.', locked: 'Die Anwesenheitsliste ist gesperrt', lock: 'Jetzt sperren', who: 'Wer führt die Listen?',
    codeInvalid: 'Dieser Code gilt nicht mehr. Lassen Sie sich einen neuen geben.', noNetwork: 'Es gibt kein Netz. Zum Einrichten braucht es einmal eines.', failed: 'Das hat nicht geklappt. Versuchen Sie es noch einmal.',
    revoked: 'Dieses Tablet wurde abgemeldet. Namen und Listen sind gelöscht.', revokedUnsent: '{0} Einträge sind nicht gesendet. Speichern Sie sie als Datei und geben Sie sie dem Träger.', signInAgain: 'Sie sind abgemeldet. Was nicht gesendet ist, bleibt hier. Melden Sie sich wieder an.', wiped: 'Die Listen wurden gelöscht, weil es lange keinen Kontakt gab.',
    details: 'Zustand dieses Tablets', syncNow: 'Jetzt senden', exportFile: 'Nicht gesendete Einträge als Datei speichern', exportHint: 'Der letzte Ausweg, wenn dieses Tablet kein Netz mehr bekommt. Die Datei ist mit einem Passwort Ihrer Wahl verschlüsselt.', importFile: 'Datei eines anderen Tablets laden', password: 'Passwort (mindestens 8 Zeichen)', exported: 'Die Datei ist gespeichert. Die Einträge bleiben auch hier.', imported: '{0} Einträge sind geladen und werden gesendet.', importWrong: 'Das Passwort oder die Datei ist falsch.',
    storage: 'Speicher', storageKept: 'Der Browser behält die Daten.', storageRisk: 'Bei Platzmangel kann der Browser Daten löschen.', installIpad: 'iPad: Tippen Sie auf „Teilen“, dann „Zum Home-Bildschirm“. Sonst löscht Safari die Daten nach sieben Tagen.', install: 'Installieren', device: 'Tablet', clock: 'Uhr', clockOff: 'Die Uhr dieses Tablets geht {0} Minuten falsch. Die Einträge werden danach berichtigt.', stuck: '{0} Einträge kann der Server nicht lesen. Speichern Sie sie als Datei.',
    roomCode: 'Raum-Code', roomText: 'Scannen Sie diesen Code mit dem Handy.', roomOffline: 'Der Raum-Code braucht Netz. Scannen Sie stattdessen die Pässe.', checkedIn: '{0} eingecheckt', paper: 'Vom Papier eintippen', paperKeys: 'Tasten: P anwesend, L verspätet, E entschuldigt, A abwesend. Pfeile gehen auf und ab.', storageFull: 'Dieser Eintrag konnte nicht gespeichert werden. Das Tablet hat keinen Platz mehr.', notSaved: 'Das konnte auf dem Tablet nicht gespeichert werden. Versuchen Sie es noch einmal, und notieren Sie es auf Papier, wenn es wieder nicht geht.', noWorker: 'Dieser Browser kann die Liste ohne Netz nicht öffnen. Nehmen Sie Chrome, Edge oder Safari, nicht in einem privaten Fenster.', updated: 'Anderes Tablet oder Handy', signOut: 'Abmelden', shown: '{0} angezeigt',
};

const latvian: typeof english = {
    title: 'Žurnāls', today: 'Šodien', missing: 'Vēl trūkst', coming: 'Nākamās dienas', none: 'Šodien nodarbību nav.',
    offline: 'Bez tīkla', online: 'Savienots', unsent: 'nav nosūtīts', unsentSince: 'kopš', allSent: 'Viss ir nosūtīts', lastContact: 'Pēdējais kontakts', never: 'nekad',
    scan: 'Skenēt kartes', scanStop: 'Izslēgt kameru', flip: 'Otra kamera', torch: 'Gaisma', picture: 'Labāk nofotografēt', noCamera: 'Kameru nevar lietot. Nofotografējiet karti vai pieskarieties vārdiem.',
    decoderMissing: 'Skenēšana vienreiz jāielādē ar tīklu. Pagaidām pieskarieties vārdiem.',
    search: 'Meklēt pēc vārda', present: 'Klāt', late: 'Nokavēja', excused: 'Attaisnots', absent: 'Nav klāt', leftEarly: 'Aizgāja agrāk', guest: 'Viesis', saysIll: 'saka: slims', saysChildIll: 'saka: slims bērns', saysDoctor: 'saka: pie ārsta', saysAccepted: 'pieņemts',
    presentOf: 'klāt {0} no {1}', open: 'atvērti {0}', others: 'Visi pārējie ir klāt', othersAsk: 'Atzīmēt kā klāt esošus: {0}?', undo: 'Atsaukt', undone: 'Atsaukts: {0}',
    signOff: 'Parakstīt', signOffAsk: 'Parakstīt šo žurnālu?', signOffOpen: 'Bez atzīmes: {0}. Viņi skaitīsies prombūtnē.', signOffName: 'Jūsu vārds', signedOff: 'Parakstīts', signedBy: 'Parakstīja {0}',
    signWaits: 'Šeit parakstīts; serveris to uzzinās nākamajā kontaktā.', signRefused: 'Serveris parakstu nepieņēma: {0}', correctOnline: 'Labot atzīmi, norādot iemeslu',
    lateBy: 'Par cik minūtēm nokavēja?', leftBy: 'Cik minūtes pirms beigām?', minutes: 'min', reason: 'Kāpēc?', ill: 'Slims', appointment: 'Tikšanās iestādē', work: 'Darbs', family: 'Ģimene', other: 'Cits iemesls',
    accepted: '{0} ir klāt', acceptedLate: '{0} ir klāt, nokavējums {1} min', already: '{0} jau ir klāt', wordAsk: '{0} no {1} minūtēm. Vai tas ir pareizi?', wordYes: 'Jā, pareizi', wordNo: 'Nē', wordHowLong: 'Cik ilgi jūs bijāt klāt?', wordNotHere: 'Es nebiju klāt', wordKept: '{0} saka: {1} no {2} minūtēm', wordSaid: 'saka: {0} min', notOnList: 'Nav šajā sarakstā', oldPass: 'Veca karte: {0} ir jaunāka', notPass: 'Tā nav karte',
    guests: 'Viesi bez ieraksta: {0}', guestsAsk: 'Cik viesu bez ieraksta ir šeit?', guestsF: 'sievietes, meitenes', guestsM: 'vīrieši, zēni', guestsX: 'citi',
    takeGuest: 'Uzņemt kā viesi', tapInstead: 'Labāk atzīmēt pēc vārda', guestTaken: 'Viesis uzņemts. Kursu rīkotājs to apskatīs.', guestByName: 'Uzņemt „{0}“ kā viesi bez kartes', unknownGuest: 'Viesis {0}',
    cancel: 'Atcelt', yes: 'Jā', back: 'Atpakaļ', close: 'Aizvērt', ok: 'Labi', save: 'Saglabāt', saved: 'Saglabāts šajā planšetē', cancelled: 'Atcelta', notOver: 'Parakstiet beigās, plkst. {0}',
    enrolTitle: 'Iestatīt šo planšeti', enrolText: 'Atveriet kursu rīkotāja lapā „Planšetes“ un noskenējiet tur redzamo kodu vai ierakstiet to.', code: 'Vienreizējs kods', deviceName: 'Šīs planšetes nosaukums', deviceNameHint: 'Piemēram: planšete 2. telpā. Atstājiet tukšu, lai paliktu rīkotāja dotais nosaukums.', enrol: 'Iestatīt', enrolScan: 'Skenēt kodu',
    orSignIn: 'Vai ieejiet šajā ierīcē kā skolotājs', newPin: 'Izvēlieties PIN (4 līdz 8 cipari)', pin: 'PIN', unlock: 'Atvērt', wrongPin: 'Nepareizs PIN.', waitPin: 'Pārāk daudz mēģinājumu. Pagaidiet {0} sekundes.', locked: 'Žurnāls ir bloķēts', lock: 'Bloķēt tagad', who: 'Kas aizpilda žurnālus?',
    codeInvalid: 'Šis kods vairs neder. Palūdziet jaunu.', noNetwork: 'Nav tīkla. Iestatīšanai to vajag vienu reizi.', failed: 'Neizdevās. Mēģiniet vēlreiz.',
    revoked: 'Šī planšete ir noņemta. Vārdi un saraksti ir dzēsti.', revokedUnsent: 'Nenosūtītas atzīmes: {0}. Saglabājiet tās failā un atdodiet kursu rīkotājam.', signInAgain: 'Jūs esat izgājis. Nenosūtītais paliek šeit. Ieejiet vēlreiz.', wiped: 'Saraksti ir dzēsti, jo ilgi nebija kontakta.',
    details: 'Šīs planšetes stāvoklis', syncNow: 'Sūtīt tagad', exportFile: 'Saglabāt nenosūtītās atzīmes failā', exportHint: 'Pēdējā iespēja, ja šī planšete vairs nedabū tīklu. Fails ir šifrēts ar jūsu izvēlētu paroli.', importFile: 'Ielādēt citas planšetes failu', password: 'Parole (vismaz 8 rakstzīmes)', exported: 'Fails ir saglabāts. Atzīmes paliek arī šeit.', imported: 'Ielādētas atzīmes: {0}; tās tiks nosūtītas.', importWrong: 'Parole vai fails nav pareizs.',
    storage: 'Krātuve', storageKept: 'Pārlūkprogramma datus saglabā.', storageRisk: 'Ja trūkst vietas, pārlūkprogramma var dzēst datus.', installIpad: 'iPad: pieskarieties „Kopīgot“, tad „Pievienot sākuma ekrānam“. Citādi Safari datus dzēš pēc septiņām dienām.', install: 'Instalēt', device: 'Planšete', clock: 'Pulkstenis', clockOff: 'Šīs planšetes pulkstenis atšķiras par {0} minūtēm. Atzīmes tiek attiecīgi labotas.', stuck: 'Serveris nevar nolasīt atzīmes: {0}. Saglabājiet tās failā.',
    roomCode: 'Telpas kods', roomText: 'Noskenējiet šo kodu ar telefonu.', roomOffline: 'Telpas kodam vajag tīklu. Labāk skenējiet kartes.', checkedIn: 'pieteicās {0}', paper: 'Ierakstīt no papīra', paperKeys: 'Taustiņi: P klāt, L nokavēja, E attaisnots, A nav klāt. Bultiņas iet uz augšu un leju.', storageFull: 'Šo atzīmi nevarēja saglabāt. Planšetē nav vietas.', notSaved: 'Planšetē to nevarēja saglabāt. Mēģiniet vēlreiz un, ja atkal neizdodas, pierakstiet uz papīra.', noWorker: 'Šī pārlūkprogramma nevar atvērt žurnālu bez tīkla. Lietojiet Chrome, Edge vai Safari, ne privātā logā.', updated: 'Cita planšete vai telefons', signOut: 'Iziet', shown: 'rādīti {0}',
};

export const languages = { en: english, de: german, lv: latvian };
export const names: Record<Language, string> = { en: 'English', de: 'Deutsch', lv: 'Latviešu' };
export type Language = keyof typeof languages;
export type Key = keyof typeof english;
const CHOICE = 'register-language';
let words = english;

const isLanguage = (code: string): code is Language => code in languages;

export function language(): Language {
    return (Object.keys(languages) as Language[]).find(code => languages[code] === words) ?? 'en';
}

export function chooseLanguage(code?: Language): void {
    if (code) localStorage.setItem(CHOICE, code);
    const wanted = (code ?? localStorage.getItem(CHOICE) ?? navigator.language).slice(0, 2);
    words = isLanguage(wanted) ? languages[wanted] : english;
    document.documentElement.lang = language();
    document.title = `${words.title} – Courses`;
}

export function say(key: Key, ...details: (string | number)[]): string {
    return details.reduce<string>((text, detail, index) => text.replaceAll(`{${index}}`, String(detail)), words[key]);
}

export const clockTime = (at: string | number): string => time(language(), at);
export const dayName = (day: string): string => new Intl.DateTimeFormat(language(), { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(`${day}T12:00:00`));
export const moment = (at: string | number): string =>
    new Date(at).toDateString() === new Date().toDateString() ? clockTime(at) : dayAndTime(language(), at);

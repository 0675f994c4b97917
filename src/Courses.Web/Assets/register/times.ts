/** The hour as the place has it, on a clock of 24 hours in every language: 17:30. */
export const time = (language: string, at: string | number): string => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

/** The same with its day: 27 Nov, 17:30. */
export const dayAndTime = (language: string, at: string | number): string =>
    new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

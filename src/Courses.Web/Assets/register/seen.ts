/** A code in front of the lens is one scan, until it was away for three seconds: also beside others. */
export class Seen {
    static readonly away = 3000;
    private readonly last = new Map<string, number>();

    /** Is it the first time, or the first since it was away? Times are milliseconds of one clock. */
    isNew(code: string, now: number): boolean {
        for (const [other, at] of this.last) if (now - at >= Seen.away) this.last.delete(other);
        const repeated = this.last.has(code);
        this.last.set(code, now);
        return !repeated;
    }
}

// Names and facts lie encrypted on the tablet, with a key that no script can read out.
export interface Sealed {
    iv: Uint8Array<ArrayBuffer>;
    data: ArrayBuffer;
}

export const newKey = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value))) };
}

export async function open<T>(key: CryptoKey, sealed: Sealed): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.data))) as T;
}

export const hex = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): string => Array.from(new Uint8Array(bytes instanceof Uint8Array ? bytes.buffer : bytes), byte => byte.toString(16).padStart(2, '0')).join('');

export async function sha256(text: string): Promise<string> {
    return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

async function stretch(secret: string, salt: Uint8Array<ArrayBuffer>, usage: 'bits' | 'key'): Promise<ArrayBuffer | CryptoKey> {
    const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: usage === 'bits' ? 120_000 : 400_000 };
    return usage === 'bits' ? crypto.subtle.deriveBits(how, base, 256) : crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export interface Pin {
    salt: Uint8Array<ArrayBuffer>;
    hash: string;
}

export async function newPin(pin: string): Promise<Pin> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    return { salt, hash: hex((await stretch(pin, salt, 'bits')) as ArrayBuffer) };
}

export async function pinIs(pin: Pin, tried: string): Promise<boolean> {
    return hex((await stretch(tried, pin.salt, 'bits')) as ArrayBuffer) === pin.hash;
}

/** A file that only the password opens: { kind, salt, iv, data } in base64. */
export async function toFile(password: string, value: unknown): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const sealed = await seal((await stretch(password, salt, 'key')) as CryptoKey, value);
    return JSON.stringify({ kind: 'courses-register-1', salt: base64(salt), iv: base64(sealed.iv), data: base64(new Uint8Array(sealed.data)) });
}

export async function fromFile<T>(password: string, text: string): Promise<T> {
    const file = JSON.parse(text) as { kind: string; salt: string; iv: string; data: string };
    if (file.kind !== 'courses-register-1') throw new Error('Not a file of the register.');
    const key = (await stretch(password, bytes(file.salt), 'key')) as CryptoKey;
    return open<T>(key, { iv: bytes(file.iv), data: bytes(file.data).buffer });
}

const base64 = (value: Uint8Array): string => btoa(Array.from(value, byte => String.fromCharCode(byte)).join(''));
const bytes = (value: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(value), letter => letter.charCodeAt(0));

/** A keyboard in Arabic or Persian types digits of its own; the PIN is the same number. The zero of a script starts a block of ten. */
export const plainDigits = (typed: string): string =>
    typed.replace(/\p{Nd}/gu, digit => {
        let value = 0;
        for (let code = digit.codePointAt(0)!; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1)); code--) value++;
        return String(value);
    });

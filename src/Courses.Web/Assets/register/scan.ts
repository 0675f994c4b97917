import { Seen } from './seen';

// Reads QR codes from the camera or a picture. Browsers without a decoder of their own get one, loaded once and then kept.
interface Detector {
    detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}

declare global {
    interface Window {
        BarcodeDetector?: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };
    }
}

let decoder: Promise<(source: ImageBitmapSource) => Promise<string[]>> | undefined;

/** Call it early: it makes scanning work offline later. */
export function prepare(): Promise<(source: ImageBitmapSource) => Promise<string[]>> {
    decoder ??= load().catch(error => {
        decoder = undefined;
        throw error;
    });
    return decoder;
}

async function load(): Promise<(source: ImageBitmapSource) => Promise<string[]>> {
    if (window.BarcodeDetector && (await window.BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
        const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
        return async source => (await detector.detect(source)).map(found => found.rawValue);
    }
    const zxing = await import('zxing-wasm/reader');
    await zxing.prepareZXingModule({ overrides: { locateFile: (name: string) => `/register/${name}` }, fireImmediately: true });
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    return async source => {
        const drawable = source as HTMLVideoElement | ImageBitmap;
        const [width, height] = 'videoWidth' in drawable ? [drawable.videoWidth, drawable.videoHeight] : [drawable.width, drawable.height];
        if (!width || !height) return [];
        const scale = Math.min(1, 1280 / Math.max(width, height));
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
        context.drawImage(drawable, 0, 0, canvas.width, canvas.height);
        const found = await zxing.readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 2 });
        return found.filter(result => result.isValid).map(result => result.text);
    };
}

export async function readPicture(file: Blob): Promise<string[]> {
    const picture = await createImageBitmap(file);
    return (await prepare())(picture);
}

export class Camera {
    private stream: MediaStream | undefined;
    private stopped = false;
    private readonly seen = new Seen();
    torch = false;

    constructor(
        readonly video: HTMLVideoElement,
        private readonly found: (code: string) => void,
    ) {}

    async start(facing: 'environment' | 'user'): Promise<void> {
        this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false });
        this.video.srcObject = this.stream;
        await this.video.play();
        const decode = await prepare();
        void this.loop(decode);
    }

    get canTorch(): boolean {
        const track = this.stream?.getVideoTracks()[0];
        return !!track?.getCapabilities && 'torch' in (track.getCapabilities() as object);
    }

    async setTorch(on: boolean): Promise<void> {
        this.torch = on;
        await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    }

    stop(): void {
        this.stopped = true;
        this.stream?.getTracks().forEach(track => track.stop());
        this.video.srcObject = null;
    }

    private async loop(decode: (source: ImageBitmapSource) => Promise<string[]>): Promise<void> {
        while (!this.stopped) {
            if (this.video.readyState >= 2) {
                // A frame that cannot be read, half drawn or taken while the camera turns, is no scan; the next one comes at once.
                for (const code of await decode(this.video).catch(() => [])) if (this.seen.isNew(code, performance.now()) && !this.stopped) this.found(code);
            }
            await new Promise(resolve => setTimeout(resolve, 50));
        }
    }
}

/** The token in a pass's address, or null when this is something else. */
export function tokenIn(code: string): string | null {
    const found = /^https?:\/\/[^/\s]+\/p\/([A-Za-z0-9_-]{16,64})$/.exec(code.trim());
    return found?.[1] ?? null;
}

/** A line of the printed list: the teacher types the paper in by scanning it. */
export function rowIn(code: string): { sessionId: string; participantId: string } | null {
    const found = /^https?:\/\/[^/\s]+\/register\/#row=([0-9a-f]{32})\.([0-9a-f]{32})$/.exec(code.trim());
    const dashed = (id: string): string => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return found ? { sessionId: dashed(found[1]!), participantId: dashed(found[2]!) } : null;
}

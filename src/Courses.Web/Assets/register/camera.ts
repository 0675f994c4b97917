// The camera before the register, and pictures of passes where there is none.
import { h, icon } from './dom';
import { paper } from './paper';
import { drawResult, showResult } from './result';
import { Camera, readPicture } from './scan';
import { scanned } from './scan-pass';
import { book } from './state';
import { say } from './words';

let camera: Camera | undefined;
let facing: 'environment' | 'user' = 'environment';

export function drawCamera(): void {
    const holder = document.getElementById('camera');
    if (!holder || !book) return;
    if (book.isSignedOff || paper) return holder.replaceChildren();
    if (camera) {
        holder.replaceChildren(
            h(
                'div.camera',
                {},
                camera.video,
                h('div.aim'),
                h(
                    'div.row',
                    {},
                    h('button', { type: 'button', click: () => void startCamera(facing === 'user' ? 'environment' : 'user') }, icon('flip'), say('flip')),
                    camera.canTorch ? h('button', { type: 'button', click: () => void camera!.setTorch(!camera!.torch) }, icon('light'), say('torch')) : null,
                    h('button.push', { type: 'button', click: () => (stopCamera(), drawCamera()) }, say('scanStop')),
                ),
            ),
        );
        return;
    }
    const file = h('input', { type: 'file', accept: 'image/*', capture: 'environment', hidden: true, id: 'picture', change: event => void fromPicture(event) }) as HTMLInputElement;
    holder.replaceChildren(
        h('div.tools', {}, h('button', { type: 'button', id: 'scan', click: () => void startCamera(facing) }, icon('scan'), say('scan')), h('button.second', { type: 'button', click: () => file.click() }, icon('picture'), say('picture')), file),
    );
}

async function startCamera(which: typeof facing): Promise<void> {
    stopCamera();
    facing = which;
    const video = h('video', { playsinline: true, muted: true }) as HTMLVideoElement;
    const started = new Camera(video, code => void scanned(code));
    camera = started;
    drawCamera();
    try {
        await started.start(which);
        if (camera === started) drawCamera();
        else started.stop();
    } catch (error) {
        stopCamera();
        drawCamera();
        showResult({ tone: 'strange', text: say(error instanceof DOMException ? 'noCamera' : 'decoderMissing') });
        drawResult();
    }
}

export function stopCamera(): void {
    camera?.stop();
    camera = undefined;
}

async function fromPicture(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    const codes = await readPicture(file).catch(() => undefined);
    input.value = '';
    if (codes === undefined) showResult({ tone: 'strange', text: say('decoderMissing') });
    else if (codes.length === 0) showResult({ tone: 'strange', text: say('notPass') });
    else return void codes.forEach(code => void scanned(code));
    drawResult();
}

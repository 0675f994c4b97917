// The coach's desk: reads the code of a pass with the camera and opens its person. What is typed needs none of this.
import { Camera } from '../register/scan';

const start = document.querySelector<HTMLButtonElement>('[data-scan]');
const video = document.querySelector<HTMLVideoElement>('[data-scan-picture]');
const note = document.querySelector<HTMLElement>('[data-scan-refused]');
const search = document.querySelector<HTMLInputElement>('#q');

async function scan(button: HTMLButtonElement, picture: HTMLVideoElement): Promise<void> {
    button.disabled = true;
    picture.hidden = false;
    const camera = new Camera(picture, code => {
        camera.stop();
        search!.value = code;
        search!.form!.requestSubmit();
    });
    try {
        await camera.start('environment');
    } catch {
        // No camera, or none for us: the number under the code can be typed.
        camera.stop();
        picture.hidden = true;
        button.disabled = false;
        note!.hidden = false;
    }
}

if (start && video && search && 'mediaDevices' in navigator) {
    start.hidden = false;
    start.addEventListener('click', () => void scan(start, video));
}

// Each outcome has its sound: people look at the person, not at the screen.
export type Tone = 'good' | 'already' | 'strange' | 'old';

const tunes: Record<Tone, [number, number][]> = {
    good: [[880, 0.08], [1320, 0.12]],
    already: [[660, 0.12]],
    strange: [[440, 0.12], [0, 0.05], [440, 0.12]],
    old: [[330, 0.18], [220, 0.3]],
};

let audio: AudioContext | undefined;

export function play(tone: Tone): void {
    try {
        audio ??= new AudioContext();
        void audio.resume();
        let at = audio.currentTime;
        for (const [frequency, length] of tunes[tone]) {
            if (frequency) {
                const sound = audio.createOscillator();
                const volume = audio.createGain();
                sound.frequency.value = frequency;
                volume.gain.setValueAtTime(0.25, at);
                volume.gain.exponentialRampToValueAtTime(0.01, at + length);
                sound.connect(volume).connect(audio.destination);
                sound.start(at);
                sound.stop(at + length);
            }
            at += length;
        }
        navigator.vibrate?.(tone === 'good' ? 40 : [60, 40, 60]);
    } catch {
        // A tablet without sound still shows the colour.
    }
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seen } from '../register/seen';

/** Eleven pictures a second, each with these codes; answers the scans in their order. */
function look(seen, codes, from, until) {
    const scans = [];
    for (let now = from; now < until; now += 90) for (const code of codes) if (seen.isNew(code, now)) scans.push([code, now]);
    return scans;
}

test('a pass before the camera is one scan, however long it is held there', () => {
    assert.deepEqual(look(new Seen(), ['Amina'], 0, 60_000), [['Amina', 0]]);
});

test('two passes at once are two scans and not one hundred', () => {
    assert.deepEqual(look(new Seen(), ['Amina', 'Bilal'], 0, 10_000), [['Amina', 0], ['Bilal', 0]]);
});

test('a pass that comes beside another is read, and the other not again', () => {
    const seen = new Seen();
    look(seen, ['Amina'], 0, 1000);
    assert.deepEqual(look(seen, ['Amina', 'Bilal'], 1000, 9000).map(([code]) => code), ['Bilal']);
});

test('a pass is read again when it was away for three seconds, and not sooner', () => {
    const seen = new Seen();
    assert.equal(seen.isNew('Amina', 0), true);
    assert.equal(seen.isNew('Amina', 2999), false);
    assert.equal(seen.isNew('Amina', 5998), false);
    assert.equal(seen.isNew('Amina', 8998), true);
});

test('while one stays, the other goes and comes back', () => {
    const seen = new Seen();
    look(seen, ['Amina', 'Bilal'], 0, 1000);
    look(seen, ['Amina'], 1000, 6000);
    assert.deepEqual(look(seen, ['Amina', 'Bilal'], 6000, 7000).map(([code]) => code), ['Bilal']);
});

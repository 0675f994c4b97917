import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestsIn } from '../register/model';

const fact = (id, at, guests, band = '6-13', gender = 'f') => ({ id, sessionId: 's', kind: 'guests', source: 'hand', sequence: 1, deviceTime: `2026-11-28T10:00:0${at}.000Z`, clockOffsetMs: 0, recordedBy: '', band, gender, guests });

test('the last count of a band and gender stands, in whatever order it is read', () => {
    const facts = [fact('a', 1, 3), fact('b', 2, 5), fact('c', 1, 2, '6-13', 'm')];
    for (const order of [facts, [...facts].reverse()]) assert.deepEqual(Object.fromEntries(guestsIn(order)), { '6-13:f': 5, '6-13:m': 2 });
});

test('of two counts at one moment the later id stands, and marks are no guests', () => {
    assert.deepEqual([...guestsIn([fact('b', 1, 4), fact('a', 1, 9), { ...fact('d', 3, 7), kind: 'present' }])], [['6-13:f', 4]]);
});

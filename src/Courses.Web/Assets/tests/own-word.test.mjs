import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess, wordIn } from '../register/model';

const fact = (id, at, kind, more = {}) => ({ id, sessionId: 's', kind, source: 'hand', sequence: 1, deviceTime: `2026-11-28T10:00:0${at}.000Z`, clockOffsetMs: 0, recordedBy: '', ...more });
const word = (id, at, kind, minutes) => fact(id, at, kind, { source: 'person', minutes });

test('a word makes no mark and takes none back', () => {
    assert.equal(assess([word('a', 1, 'present')]), undefined);
    assert.equal(assess([fact('a', 1, 'present', { source: 'scan' }), word('b', 2, 'absent')]).state, 'present');
});

test('the last word stands, in whatever order it is read', () => {
    const facts = [word('a', 1, 'present'), word('b', 3, 'left-early', 30), word('c', 2, 'absent')];
    for (const order of [facts, [...facts].reverse()]) assert.equal(wordIn(order, 90), 60);
    assert.equal(wordIn([word('a', 1, 'absent')], 90), 0);
    assert.equal(wordIn([fact('a', 1, 'present')], 90), undefined);
});

test('who came late and left early missed both', () => {
    assert.equal(assess([fact('a', 1, 'late', { source: 'scan', minutes: 10 }), fact('b', 2, 'left-early', { minutes: 20 })]).missed, 30);
    assert.equal(assess([fact('a', 1, 'late', { minutes: 10 })]).missed, 10);
    assert.equal(assess([fact('a', 1, 'present', { minutes: 10 })]).missed, 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayAndTime, time } from '../register/times';

// The process runs in UTC: what a tablet shows is the time of its own place.
const halfPastFive = Date.UTC(2026, 10, 27, 17, 30);
const midnight = Date.UTC(2026, 10, 27, 0, 5);

for (const language of ['en', 'de', 'lv', 'en-US']) {
    test(`${language}: times run to 24 hours and never say am or pm`, () => {
        assert.equal(time(language, halfPastFive), '17:30');
        assert.equal(time(language, midnight), '00:05');
        assert.match(dayAndTime(language, halfPastFive), /17:30/);
        assert.doesNotMatch(dayAndTime(language, halfPastFive) + dayAndTime(language, midnight), /[ap]\.?m\.?\b|24:/i);
        assert.match(dayAndTime(language, midnight), /00:05/);
    });
}

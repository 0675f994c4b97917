// Tests the islands without a browser: node Assets/test.mjs. Part of each build of them.
import { build } from 'esbuild';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tests = new URL('tests', import.meta.url).pathname;
const made = mkdtempSync(join(tmpdir(), 'courses-assets-'));
try {
    const files = readdirSync(tests).filter(name => name.endsWith('.test.mjs'));
    await build({ entryPoints: files.map(name => join(tests, name)), outdir: made, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
    const run = spawnSync(process.execPath, ['--test', ...files.map(name => join(made, name))], { env: { ...process.env, TZ: 'UTC' }, encoding: 'utf8' });
    if (run.status !== 0 || files.length === 0) throw new Error(`The tests of the islands failed.\n${run.stdout}${run.stderr}`);
} finally {
    rmSync(made, { recursive: true, force: true });
}

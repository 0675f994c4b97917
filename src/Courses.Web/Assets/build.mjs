// Bundles the islands of the web pages: node Assets/build.mjs. Called by the build of Courses.Web when something here has changed.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = new URL('..', import.meta.url).pathname;
const assets = join(root, 'Assets');
const wwwroot = join(root, 'wwwroot');
const common = { bundle: true, minify: true, sourcemap: false, target: ['es2022', 'safari16'], legalComments: 'none', logLevel: 'warning' };

// Each other folder with an index.ts becomes /built/<folder>.js.
mkdirSync(join(wwwroot, 'built'), { recursive: true });
for (const folder of readdirSync(assets, { withFileTypes: true })) {
    if (folder.isDirectory() && folder.name !== 'register' && existsSync(join(assets, folder.name, 'index.ts'))) {
        await build({ ...common, entryPoints: [join(assets, folder.name, 'index.ts')], outfile: join(wwwroot, 'built', `${folder.name}.js`), format: 'esm' });
    }
}

// The register is an application of its own under /register/.
const source = join(assets, 'register');
const target = join(wwwroot, 'register');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
    ...common,
    entryPoints: { app: join(source, 'main.ts'), style: join(source, 'style.css') },
    outdir: target,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunk-[hash]',
});
cpSync(join(source, 'static'), target, { recursive: true });
cpSync(join(root, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'), join(target, 'zxing_reader.wasm'));

// What opens offline. The decoder is fetched, and then kept, only where the browser has none of its own.
const files = readdirSync(target).filter(name => !name.endsWith('.wasm')).sort();
const version = createHash('sha256');
for (const name of files) version.update(name).update(readFileSync(join(target, name)));
await build({
    ...common,
    entryPoints: { sw: join(source, 'sw.ts') },
    outdir: target,
    format: 'iife',
    define: {
        __VERSION__: JSON.stringify(version.digest('hex').slice(0, 16)),
        __FILES__: JSON.stringify(['/register/', ...files.filter(name => name !== 'index.html').map(name => `/register/${name}`)]),
    },
});

const most = 300 * 1024;
const size = readdirSync(target).filter(name => /\.(js|css|html)$/.test(name)).reduce((sum, name) => sum + statSync(join(target, name)).size, 0);
const packed = readdirSync(target).filter(name => /\.(js|css|html)$/.test(name)).reduce((sum, name) => sum + gzipSync(readFileSync(join(target, name))).length, 0);
console.log(`register: ${Math.round(size / 1024)} kB (${Math.round(packed / 1024)} kB gzip)`);
if (size > most) throw new Error(`The register's bundle is ${size} bytes; it may have ${most}.`);
writeFileSync(join(wwwroot, 'built', '.stamp'), '');

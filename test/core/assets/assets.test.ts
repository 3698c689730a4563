import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Assets, loadAssets } from '../../../server/core/assets/index.js';
import { joinStylesheet, layers, minify } from '../../../server/core/assets/stylesheet.js';
import { projectRoot } from '../../../server/core/config/paths.js';

const publicFolder = path.join(projectRoot, 'public');

describe('assets', () => {
  let assets: Assets;
  let css: string;

  before(() => {
    assets = loadAssets(projectRoot);
    css = assets.lookUp(assets.urls.css)?.body.toString() ?? '';
  });

  it('have an address with a fingerprint, and each address leads to its file', () => {
    for (const url of Object.values(assets.urls)) {
      expect(url).to.match(/^\/assets\/[0-9a-f]{10}\//);
      expect(assets.lookUp(url)?.body.length, url).to.be.above(0);
    }
    expect(assets.lookUp('/assets/0000000000/app.css')).to.equal(undefined);
  });

  it('say their media type', () => {
    const types = Object.values(assets.urls).map((url) => assets.lookUp(url)?.type);
    expect(types).to.deep.equal([
      'text/css; charset=utf-8',
      'text/javascript; charset=utf-8',
      'image/svg+xml; charset=utf-8',
      'font/woff2',
      'image/svg+xml; charset=utf-8',
    ]);
  });

  it('come compressed where that gains something, and unpack to the same bytes', () => {
    const sheet = assets.lookUp(assets.urls.css);
    expect(brotliDecompressSync(sheet?.brotli as Buffer).equals(sheet?.body as Buffer)).to.equal(
      true,
    );
    expect(gunzipSync(sheet?.gzip as Buffer).equals(sheet?.body as Buffer)).to.equal(true);
    expect(assets.lookUp(assets.urls.font)?.brotli).to.equal(undefined);
  });

  it('keep within the budget of a first visit', () => {
    const size = (url: string) => brotliCompressSync(assets.lookUp(url)?.body as Buffer).length;
    expect(size(assets.urls.css), 'style sheet').to.be.at.most(12 * 1024);
    expect(assets.lookUp(assets.urls.font)?.body.length, 'font').to.be.at.most(48 * 1024);
    const modules = firstLoadModules(assets.urls.script);
    const scripts = modules.reduce((sum, url) => sum + size(url), 0);
    expect(scripts, modules.join(', ')).to.be.at.most(6 * 1024);
  });

  it('serve every module that a script imports', () => {
    for (const url of allModules(assets.urls.script))
      expect(assets.lookUp(url), url).not.to.equal(undefined);
  });

  it('get new addresses when one of them changes', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'assets-'));
    try {
      cpSync(publicFolder, path.join(folder, 'public'), { recursive: true });
      const before = loadAssets(folder).urls;
      writeFileSync(path.join(folder, 'public/js/toast.js'), 'export const changed = true;');
      const after = loadAssets(folder).urls;
      expect(after.script).not.to.equal(before.script);
      expect(after.css).to.equal(before.css);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('put the style sheet’s layers in their order', () => {
    expect(css.startsWith(`@layer ${layers.join(',')};`)).to.equal(true);
    const places = layers.map((layer) => css.indexOf(`@layer ${layer}{`));
    expect(places).to.deep.equal([...places].sort((one, other) => one - other));
    expect(places[0]).to.be.above(0);
  });

  it('leave no address in the style sheet that is not an asset', () => {
    for (const [, url] of css.matchAll(/url\("?([^")]+)"?\)/g)) {
      expect(assets.lookUp(url as string), url).not.to.equal(undefined);
    }
    expect(() => joinStylesheet(path.join(publicFolder, 'css'), {})).to.throw('{{font}}');
  });

  it('lose comments and needless space, but nothing that means something', () => {
    const source = `/* it's "gone" */ .a > .b, .c :hover { content: "a  /* b */ ;"; inline-size: calc(1px + 2px); }`;
    expect(minify(source)).to.equal(
      '.a>.b,.c :hover{content:"a  /* b */ ;";inline-size:calc(1px + 2px)}',
    );
    expect(css).to.contain('light-dark(');
    expect(css).not.to.match(/\/\*|!important/);
  });

  function allModules(entry: string, seen = new Set<string>()): Set<string> {
    if (seen.has(entry)) return seen;
    seen.add(entry);
    const source = assets.lookUp(entry)?.body.toString() ?? '';
    for (const [, file] of source.matchAll(/(?:from|import\()\s*'(\.\/[\w-]+\.js)'/g)) {
      allModules(path.posix.join(path.posix.dirname(entry), file as string), seen);
    }
    return seen;
  }

  function firstLoadModules(entry: string, seen: string[] = []): string[] {
    if (seen.includes(entry)) return seen;
    seen.push(entry);
    const source = assets.lookUp(entry)?.body.toString() ?? '';
    for (const [, file] of source.matchAll(/from\s*'(\.\/[\w-]+\.js)'/g)) {
      firstLoadModules(path.posix.join(path.posix.dirname(entry), file as string), seen);
    }
    return seen;
  }
});

describe('the icon sprite', () => {
  const sprite = readFileSync(path.join(publicFolder, 'images/icons.svg'), 'utf8');

  it('holds each icon once, without colours or strokes of its own', () => {
    const ids = [...sprite.matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => id);
    expect(ids).to.include.members(['eye', 'eye-off', 'ellipsis', 'download', 'log-out']);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(sprite).not.to.match(/stroke=|<script|style=/);
  });
});

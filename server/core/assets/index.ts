/** Assets: joins, fingerprints and compresses what browsers may keep for ever. No build tool. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Asset, makeAsset } from './asset.js';
import { fingerprint, typeOf } from './naming.js';
import { joinStylesheet } from './stylesheet.js';

export type { Asset } from './asset.js';

/** Addresses a page needs; every one changes when its content does. */
export interface AssetUrls {
  css: string;
  script: string;
  sprite: string;
  font: string;
  favicon: string;
}

export interface Assets {
  urls: AssetUrls;
  /** Finds what an address names, for example `/assets/0123456789/app.css`. */
  lookUp(address: string): Asset | undefined;
  /** The address of a file in public/images, for example `url('portrait.svg')`. */
  url(image: string): string;
}

/**
 * Reads public/ below the project's root and gives every file an address that holds its
 * fingerprint, so that answers may be cached for a year. Throws when a file is missing.
 */
export function loadAssets(root: string): Assets {
  const found = new Map<string, Asset>();
  const folder = path.join(root, 'public');
  const fonts = addEach(found, path.join(folder, 'fonts'), ['.woff2']);
  const images = addEach(found, path.join(folder, 'images'), ['.svg', '.png', '.webp']);
  const sprite = named(images, 'icons.svg');
  const font = named(fonts, 'inter-latin.woff2');
  const css = add(
    found,
    'app.css',
    Buffer.from(joinStylesheet(path.join(folder, 'css'), { font })),
  );
  const script = `${addScripts(found, path.join(folder, 'js'))}/app.js`;
  if (!found.has(script)) throw new Error('public/js/app.js is missing');
  return {
    urls: { css, script, sprite, font, favicon: named(images, 'favicon.svg') },
    lookUp: (address) => found.get(address),
    url: (image) => named(images, image),
  };
}

function add(found: Map<string, Asset>, name: string, body: Buffer): string {
  const address = `/assets/${fingerprint([body])}/${name}`;
  found.set(address, makeAsset(body, typeOf(name)));
  return address;
}

function addEach(found: Map<string, Asset>, folder: string, endings: string[]) {
  const names = readdirSync(folder).filter((name) => endings.includes(path.extname(name)));
  return new Map(
    names.map((name) => [name, add(found, name, readFileSync(path.join(folder, name)))]),
  );
}

/**
 * Modules import each other by relative path, so they share one fingerprint in a common folder:
 * a change in any of them gives all of them a new address.
 */
function addScripts(found: Map<string, Asset>, folder: string): string {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort();
  const bodies = names.map((name) => readFileSync(path.join(folder, name)));
  const address = `/assets/${fingerprint(bodies)}/js`;
  for (const [index, name] of names.entries()) {
    found.set(`${address}/${name}`, makeAsset(bodies[index] as Buffer, typeOf(name)));
  }
  return address;
}

function named(addresses: Map<string, string>, name: string): string {
  const address = addresses.get(name);
  if (!address) throw new Error(`public/ holds no ${name}`);
  return address;
}

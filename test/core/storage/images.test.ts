import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import sharp from 'sharp';
import { imageAs, open, saveImage, UploadRefused } from '../../../server/core/storage/index.js';
import { temporaryUploads } from './folder.js';

const photo = {
  name: 'me.jpg',
  maxBytes: 5_000_000,
  side: 200,
  square: true,
  format: 'webp',
} as const;
const logo = { name: 'logo.svg', maxBytes: 500_000, side: 600, format: 'png' } as const;

describe('Stored pictures', () => {
  let uploads: ReturnType<typeof temporaryUploads>;

  beforeEach(() => {
    uploads = temporaryUploads();
  });
  afterEach(() => uploads.remove());

  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#b04020' } });

  async function stored(key: string) {
    const content = await buffer((await open(key)).stream);
    return { content, metadata: await sharp(content).metadata() };
  }

  async function refusalOf(content: Buffer | string, options: typeof photo | typeof logo) {
    const saving = saveImage(Readable.from([Buffer.from(content)]), options);
    const error = await saving.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(UploadRefused);
    expect(uploads.files()).to.deep.equal([]);
    return (error as UploadRefused).reason;
  }

  it('a photo becomes a small square without anything the camera wrote into it', async () => {
    const original = await picture(1200, 800)
      .withExif({ IFD0: { Copyright: 'canary' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(original.includes('canary')).to.equal(true);
    const saved = await saveImage(Readable.from([original]), photo);
    const { content, metadata } = await stored(saved.key);
    expect(saved).to.deep.include({ width: 200, height: 200, mimeType: 'image/webp' });
    expect(metadata).to.deep.include({ format: 'webp', width: 200, height: 200 });
    expect(metadata.exif).to.equal(undefined);
    expect(content.includes('canary')).to.equal(false);
  });

  it('a photo taken with the camera on its side stands upright', async () => {
    const original = await picture(400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const upright = { ...photo, square: false, side: 1000 };
    const saved = await saveImage(Readable.from([original]), upright);
    expect(saved).to.deep.include({ width: 200, height: 400 });
  });

  it('SEC 6 CVE 33 an SVG logo becomes a PNG: no script, no style, no address survives', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" onload="alert(1)">
      <script>alert('canary')</script><style>@import url('https://evil.example/x.css');</style>
      <image href="file:///etc/passwd" width="10" height="10"/>
      <image href="https://evil.example/p.png" width="10" height="10"/>
      <rect width="300" height="100" fill="#1f6f5c"/></svg>`;
    const saved = await saveImage(Readable.from([Buffer.from(svg)]), logo);
    expect(saved).to.deep.include({ mimeType: 'image/png', width: 300, height: 100 });
    const { content } = await stored(saved.key);
    expect(content.subarray(1, 4).toString()).to.equal('PNG');
    expect(content.includes('canary')).to.equal(false);
  });

  it('keeps the proportions of a logo and never makes it larger', async () => {
    const wide = await picture(1200, 300).png().toBuffer();
    expect(await saveImage(Readable.from([wide]), logo)).to.deep.include({
      width: 600,
      height: 150,
    });
    const small = await picture(90, 30).png().toBuffer();
    expect(await saveImage(Readable.from([small]), logo)).to.deep.include({
      width: 90,
      height: 30,
    });
  });

  it('can be had at another size, for e-mail', async () => {
    const saved = await saveImage(Readable.from([await picture(600, 200).png().toBuffer()]), logo);
    const small = await imageAs(saved.key, { maxHeight: 80, maxWidth: 520, format: 'png' });
    expect([small.width, small.height]).to.deep.equal([240, 80]);
    expect((await sharp(small.content).metadata()).format).to.equal('png');
  });

  it('FAULTS 29 what is no picture is refused in words', async () => {
    expect(await refusalOf('<html><script>alert(1)</script></html>', photo)).to.equal(
      'not_an_image',
    );
    expect(await refusalOf('', photo)).to.equal('empty');
    const broken = (await picture(300, 300).png().toBuffer()).subarray(0, 300);
    expect(await refusalOf(broken, photo)).to.equal('not_an_image');
    expect(await refusalOf(Buffer.alloc(600_000, 1), logo)).to.equal('too_large');
  });

  it('FAULTS 29 a picture that would fill the memory is refused before it is unpacked', async () => {
    const huge = `<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>`;
    expect(await refusalOf(huge, logo)).to.equal('too_many_pixels');
    const bomb = await picture(9000, 6000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).to.be.lessThan(500_000);
    expect(await refusalOf(bomb, logo)).to.equal('too_many_pixels');
  });

  it('CVE 43 an SVG that multiplies itself is refused quickly', async () => {
    const entities = Array.from(
      { length: 12 },
      (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`,
    ).join('');
    const bomb = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e0 "x">${entities}]>
      <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>&e12;</text></svg>`;
    expect(await refusalOf(bomb, logo)).to.equal('not_an_image');
  });
});

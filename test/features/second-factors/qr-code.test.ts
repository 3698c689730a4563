import { expect } from 'chai';
import { create } from 'qrcode';
import { drawQrCode } from '../../../server/features/second-factors/qr-code.js';

describe('A QR code', () => {
  const text = 'otpauth://totp/Marlow:jonas@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Marlow';

  it('is drawn place by place as it was made, with a margin around it', () => {
    const { side, path } = drawQrCode(text);
    const { modules } = create(text, { errorCorrectionLevel: 'M' });
    expect(side).to.equal(modules.size + 8);
    const dark = new Set<string>();
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
      for (let at = 0; at < Number(width); at += 1) dark.add(`${Number(x) + at} ${y}`);
    const wanted: string[] = [];
    for (let row = 0; row < modules.size; row += 1)
      for (let column = 0; column < modules.size; column += 1)
        if (modules.get(row, column)) wanted.push(`${column + 4} ${row + 4}`);
    expect([...dark].sort()).to.deep.equal(wanted.sort());
  });

  it('is small enough for a page that loads quickly', () => {
    expect(drawQrCode(text).path.length).to.be.below(14_000);
  });
});

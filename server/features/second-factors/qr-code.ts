import { create } from 'qrcode';

/** A QR code as a drawing: the side of its square, and the path of its dark places. */
export interface QrCode {
  side: number;
  path: string;
}

/** Blank places around a code, without which readers do not find it. */
const margin = 4;

/** Draws a text as a QR code. A path needs no style of its own, which the content policy refuses. */
export function drawQrCode(text: string): QrCode {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const rows = Array.from({ length: size }, (_none, row) =>
    Array.from({ length: size }, (_place, column) => (modules.get(row, column) ? '#' : ' ')).join(
      '',
    ),
  );
  return { side: size + 2 * margin, path: rows.map(drawRow).join('') };
}

/** Each run of dark places is one box. */
function drawRow(places: string, row: number): string {
  const runs = [...places.matchAll(/#+/g)];
  return runs
    .map(({ index, 0: { length } }) => {
      return `M${index + margin} ${row + margin}h${length}v1h-${length}z`;
    })
    .join('');
}

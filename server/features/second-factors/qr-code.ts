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
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (modules.get(row, column)) path += `M${column + margin} ${row + margin}h1v1h-1z`;
    }
  }
  return { side: size + 2 * margin, path };
}

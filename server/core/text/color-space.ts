/** Lightness 0–1, chroma 0–0.4, hue 0–360: OKLCH by Björn Ottosson, as CSS Color 4 defines it. */
export type Lch = readonly [lightness: number, chroma: number, hue: number];

type Triple = readonly [number, number, number];

/** WCAG 2 contrast ratio of two hex colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const first = luminance(one);
  const second = luminance(other);
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** Reads #rgb or #rrggbb. Throws for anything else. */
export function parseHex(hex: string): Triple {
  const match = /^#?(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(hex.trim());
  if (!match) throw new Error(`Not a colour: ${hex}`);
  const digits = match[2] ?? [...(match[1] as string)].map((digit) => digit + digit).join('');
  const at = (start: number) => Number.parseInt(digits.slice(start, start + 2), 16);
  return [at(0), at(2), at(4)];
}

/** The same colour written #rrggbb in lower case. */
export function normalHex(hex: string): string {
  return toHex(parseHex(hex));
}

export function hexToLch(hex: string): Lch {
  const [red, green, blue] = linear(hex);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const lightness = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return [lightness, Math.hypot(a, b), ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360];
}

/** The nearest colour a screen can show: chroma is lowered until it fits sRGB. */
export function lchToHex([lightness, chroma, hue]: Lch): string {
  const level = Math.min(1, Math.max(0, lightness));
  for (let held = chroma; ; held -= 0.004) {
    const parts = lchToLinear([level, Math.max(0, held), hue]);
    if (held <= 0 || parts.every((part) => part >= -0.0005 && part <= 1.0005)) {
      return toHex(
        parts.map((part) => gamma(Math.min(1, Math.max(0, part))) * 255) as [
          number,
          number,
          number,
        ],
      );
    }
  }
}

function lchToLinear([lightness, chroma, hue]: Lch): Triple {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function luminance(hex: string): number {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(hex: string): Triple {
  const [red, green, blue] = parseHex(hex);
  return [degamma(red / 255), degamma(green / 255), degamma(blue / 255)];
}

function degamma(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function gamma(part: number): number {
  return part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
}

function toHex(parts: Triple): string {
  const digits = parts.map((part) => Math.round(part).toString(16).padStart(2, '0'));
  return `#${digits.join('')}`;
}

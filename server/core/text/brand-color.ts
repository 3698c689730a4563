import { contrast, hexToLch, type Lch, lchToHex, normalHex } from './color-space.js';

/** A brand colour worked out for one theme; every pair that meets on a page is readable. */
export interface BrandShades {
  solid: string;
  ink: string;
  hover: string;
  active: string;
  text: string;
  tint: string;
  line: string;
  ring: string;
  edge: string;
  /** Hue (degrees) and chroma that the greys lean toward. */
  hue: number;
  chroma: number;
  /** What brand text and rings may stand on: surface, canvas, sunken, tint. */
  grounds: readonly string[];
}

/** One remark on what was done with a colour. `values.color` is a text key itself. */
export interface BrandRemark {
  key: string;
  values: { color: string };
}

const white = '#ffffff';
const nearBlack = '#0b0d0c';
const shadeNames = [
  'solid',
  'ink',
  'hover',
  'active',
  'text',
  'tint',
  'line',
  'ring',
  'edge',
] as const;

/**
 * Works out one hex colour (#rgb or #rrggbb) for the light or the dark theme. The fill stays the
 * brand's own wherever white or near-black text on it reaches 4.5:1 (WCAG 2.2, 1.4.3); text reaches
 * 4.6:1 and rings 3.1:1 (1.4.11) on every ground. Throws for anything that is no colour.
 */
export function deriveBrand(hex: string, dark = false): BrandShades {
  const lch = hexToLch(hex);
  const [lightness, chroma, hue] = lch;
  const grey = Math.min(chroma, 0.006);
  const grounds = groundsOf(lch, grey, dark);
  const { solid, ink } = fillOf(normalHex(hex), lch, dark);
  const away = dark ? 1 : -1;
  const textStart: Lch = [
    dark ? Math.max(lightness, 0.66) : Math.min(lightness, 0.56),
    chroma,
    hue,
  ];
  const ringStart: Lch = [dark ? Math.max(lightness, 0.6) : Math.min(lightness, 0.62), chroma, hue];
  const ring = shift(ringStart, away, (shade) =>
    grounds.every((ground) => contrast(shade, ground) >= 3.1),
  );
  return {
    solid,
    ink,
    ...pressed(solid, ink),
    text: shift(textStart, away, (shade) =>
      grounds.every((ground) => contrast(shade, ground) >= 4.6),
    ),
    tint: grounds[3] as string,
    line: lchToHex(
      dark ? [0.42, Math.min(chroma, 0.07), hue] : [0.86, Math.min(chroma, 0.06), hue],
    ),
    ring,
    edge: contrast(solid, grounds[0] as string) >= 3 ? solid : ring,
    hue: Number(hue.toFixed(1)),
    chroma: Number(grey.toFixed(4)),
    grounds,
  };
}

/** The style sheet that turns the product into this brand's colour, in both themes. */
export function brandCss(hex: string): string {
  const light = deriveBrand(hex);
  const dark = deriveBrand(hex, true);
  const roles = shadeNames.map((name) => `--brand-${name}:${pair(light[name], dark[name])}`);
  return `:root{--hue:${light.hue};--chroma:${light.chroma};${roles.join(';')}}`;
}

/** What was done with a colour and why, as text keys; empty when it could be used as it is. */
export function explainBrand(hex: string): BrandRemark[] {
  const light = deriveBrand(hex);
  const dark = deriveBrand(hex, true);
  const given = normalHex(hex);
  const remarks: string[] = [];
  if (light.solid !== given) remarks.push(light.ink === white ? 'darkened' : 'lightened');
  if (light.solid === given && light.ink === nearBlack) remarks.push('dark_text');
  if (light.edge !== light.solid) remarks.push('border');
  if (dark.solid !== light.solid) remarks.push('dark_theme');
  if (light.text !== given) remarks.push('links');
  const values = { color: `branding.colors.${colorName(hexToLch(hex))}` };
  return remarks.map((name) => ({ key: `branding.remarks.${name}`, values }));
}

function groundsOf([, chroma, hue]: Lch, grey: number, dark: boolean): string[] {
  if (!dark) {
    const tint = lchToHex([0.958, Math.min(chroma, 0.02), hue]);
    return [white, lchToHex([0.982, grey * 0.7, hue]), lchToHex([0.957, grey, hue]), tint];
  }
  const level = (lightness: number) => lchToHex([lightness, grey * 1.4, hue]);
  return [level(0.215), level(0.175), level(0.145), lchToHex([0.285, Math.min(chroma, 0.04), hue])];
}

function fillOf(hex: string, lch: Lch, dark: boolean): { solid: string; ink: string } {
  // A very dark brand must still read as a button on a dark page.
  const fill = dark && lch[0] < 0.5 ? lchToHex([0.5, lch[1], lch[2]]) : hex;
  const onWhite = contrast(fill, white);
  if (onWhite >= 4.5) return { solid: fill, ink: white };
  if (onWhite >= 3.4) {
    return {
      solid: shift(hexToLch(fill), -1, (shade) => contrast(shade, white) >= 4.5),
      ink: white,
    };
  }
  return {
    solid: shift(hexToLch(fill), 1, (shade) => contrast(shade, nearBlack) >= 4.5, fill),
    ink: nearBlack,
  };
}

function pressed(solid: string, ink: string): { hover: string; active: string } {
  const [lightness, chroma, hue] = hexToLch(solid);
  const away = ink === white ? -1 : 1;
  const at = (amount: number) => lchToHex([lightness + away * amount, chroma, hue]);
  return { hover: at(0.045), active: at(0.08) };
}

/** Moves lightness step by step until the shade will do; `given` is tried first, untouched. */
function shift(
  start: Lch,
  away: 1 | -1,
  willDo: (shade: string) => boolean,
  given?: string,
): string {
  if (given && willDo(given)) return given;
  for (let lightness = start[0]; lightness >= 0 && lightness <= 1; lightness += away * 0.005) {
    const shade = lchToHex([lightness, start[1], start[2]]);
    if (willDo(shade)) return shade;
  }
  return away < 0 ? '#000000' : white;
}

function pair(light: string, dark: string): string {
  return light === dark ? light : `light-dark(${light},${dark})`;
}

const hueNames: readonly (readonly [upTo: number, name: string])[] = [
  [15, 'pink'],
  [40, 'red'],
  [75, 'orange'],
  [115, 'yellow'],
  [165, 'green'],
  [210, 'teal'],
  [275, 'blue'],
  [325, 'violet'],
  [361, 'pink'],
];

function colorName([lightness, chroma, hue]: Lch): string {
  if (lightness < 0.2) return 'black';
  if (lightness > 0.97) return 'white';
  if (chroma < 0.03) return 'grey';
  return hueNames.find(([upTo]) => hue < upTo)?.[1] ?? 'grey';
}

import { Readable } from 'node:stream';
import { saveImage } from '../../core/storage/index.js';
import type { Random } from './random.js';

const grounds: Record<string, string> = {
  slate: '#c9d0d6',
  red: '#f6c9c2',
  rose: '#f6c8d8',
  amber: '#f3d6ab',
  green: '#c4e5c9',
  teal: '#bfe5e1',
  blue: '#c5dcf5',
  violet: '#d8cff5',
};
const skins = ['#f4d3b8', '#e6b48d', '#c98d62', '#9a643f', '#6f4529'];
const hairs = ['#2b211c', '#5b3a24', '#8c5a2f', '#c08a45', '#8b8781', '#a33f2a'];
const clothes = ['#27435c', '#7a3e48', '#3f6b54', '#5a4b7c', '#8a6a2f', '#3a3f45'];

/** Draws a face in flat shapes and stores it as a photo. Returns the key of the file. */
export async function drawPortrait(hue: string, random: Random): Promise<string> {
  const svg = Readable.from([Buffer.from(portraitSvg(hue, random))]);
  const { key } = await saveImage(svg, {
    name: 'portrait.svg',
    maxBytes: 50_000,
    side: 256,
    square: true,
    format: 'webp',
  });
  return key;
}

function portraitSvg(hue: string, random: Random): string {
  const skin = random.pick(skins);
  const hair = random.pick(hairs);
  const parts = [
    `<rect width="256" height="256" fill="${grounds[hue] ?? '#d5d9dc'}"/>`,
    `<path d="M28 256c4-58 46-80 100-80s96 22 100 80z" fill="${random.pick(clothes)}"/>`,
    `<path d="M104 150h48v34c0 14-48 14-48 0z" fill="${skin}"/>`,
    random.happens(0.45) ? longHair(hair) : '',
    `<ellipse cx="128" cy="112" rx="50" ry="58" fill="${skin}"/>`,
    fringe(hair, random.between(0, 2)),
    `<circle cx="108" cy="116" r="5" fill="#221b18"/><circle cx="148" cy="116" r="5" fill="#221b18"/>`,
    `<path d="M112 142q16 ${random.between(8, 16)} 32 0" fill="none" stroke="#7c3f34" stroke-width="5" stroke-linecap="round"/>`,
    random.happens(0.3) ? glasses() : '',
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">${parts.join('')}</svg>`;
}

function longHair(color: string): string {
  return `<path d="M66 120c0-56 30-80 62-80s62 24 62 80c0 40 6 62 10 74H56c4-12 10-34 10-74z" fill="${color}"/>`;
}

function fringe(color: string, kind: number): string {
  const shapes = [
    'M76 108c-4-46 24-66 54-66s56 22 50 66c-10-26-26-34-52-34s-42 10-52 34z',
    'M76 110c-6-54 30-72 60-68 34 2 52 34 44 66-6-18-14-28-24-34-24 12-58 6-80 36z',
    'M78 100c0-40 22-60 50-60s50 20 50 60c-8-20-20-26-50-26s-42 6-50 26z',
  ];
  return `<path d="${shapes[kind] ?? shapes[0]}" fill="${color}"/>`;
}

function glasses(): string {
  return '<g fill="none" stroke="#2d2a28" stroke-width="4"><circle cx="108" cy="116" r="15"/><circle cx="148" cy="116" r="15"/><path d="M123 116h10"/></g>';
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Liquid, type Template } from 'liquidjs';
import { projectRoot } from '../config/paths.js';
import { translatorFor } from '../locale/index.js';
import { deriveBrand } from '../text/brand-color.js';
import type { Letter } from './templates.js';

/** Whose letter it is. */
export interface LetterBrand {
  name: string;
  color: string;
  /** The logo's content id and size, where there is one. */
  logo?: { contentId: string; width: number; height: number };
}

/** A letter ready to be sent, in its two forms. */
export interface Rendered {
  html: string;
  text: string;
}

// Everything a layout prints is escaped; without `raw` there is no way to print HTML.
const engine = new Liquid({ outputEscape: 'escape', ownPropertyOnly: true, strictVariables: true });
delete engine.filters.raw;
delete engine.tags.raw;
// The layout says itself what is 600 pixels wide and what fills its place.
const inlining = { applyWidthAttributes: false, applyAttributesTableElements: false };

const layouts = new Map<string, Template[]>();
const mostLayouts = 50;

/**
 * Lays a letter out: 600 pixels wide, one column, tables and inline styles, since that is what
 * mail programs understand; and the same as plain text.
 */
export async function layOut(
  letter: Letter,
  { brand, link, locale }: { brand: LetterBrand; link: string; locale: string },
): Promise<Rendered> {
  const t = translatorFor(locale);
  const words = { link_hint: t('emails.layout.link_hint') };
  const html = engine.renderSync(await layoutIn(brand.color), {
    letter,
    brand: { name: brand.name, logo: brand.logo ?? null },
    button: letter.button && link ? { label: letter.button, link } : null,
    direction: isRightToLeft(locale) ? 'rtl' : 'ltr',
    locale,
    words,
  });
  return { html, text: plainText(letter, link, brand.name) };
}

/**
 * The layout in a brand colour with its styles written into the tags. Doing so takes 12 ms, so it
 * is done once for each colour and not for each letter: what changes from letter to letter are
 * pieces of Liquid, which the inliner leaves alone.
 */
async function layoutIn(color: string): Promise<Template[]> {
  const known = layouts.get(color);
  if (known) return known;
  const source = readFileSync(path.join(projectRoot, 'views/emails/_layout.liquid'), 'utf8');
  const light = deriveBrand(color);
  const shades: Record<string, string> = {
    solid: light.solid,
    ink: light.ink,
    text: light.text,
    dark_text: deriveBrand(color, true).text,
  };
  const colored = source.replace(/\[\[(\w+)\]\]/g, (_, name: string) => shades[name] ?? '');
  // Loaded with the first letter: it brings an HTML parser of 30 MB along.
  const { default: juice } = await import('juice');
  juice.codeBlocks.LIQUID = { start: '{%', end: '%}' };
  const parsed = engine.parse(juice(colored, inlining));
  if (layouts.size >= mostLayouts) layouts.clear();
  layouts.set(color, parsed);
  return parsed;
}

function plainText(letter: Letter, link: string, sender: string): string {
  const blocks = letter.blocks.map(({ kind, lines }) =>
    lines.map((line) => (kind === 'quote' ? `> ${line}` : line)).join('\n'),
  );
  const button = letter.button && link ? [`${letter.button}:\n${link}`] : [];
  return [letter.headline, ...blocks, ...button, `--\n${sender}\n${letter.reason}`]
    .join('\n\n')
    .concat('\n');
}

function isRightToLeft(locale: string): boolean {
  return /^(ar|fa|he|ur)\b/.test(locale);
}

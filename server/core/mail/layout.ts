import { readFileSync } from 'node:fs';
import path from 'node:path';
import juice from 'juice';
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
let layout: Template[] | undefined;

/**
 * Lays a letter out: 600 pixels wide, one column, tables and inline styles, since that is what
 * mail programs understand; and the same as plain text.
 */
export function layOut(
  letter: Letter,
  { brand, link, locale }: { brand: LetterBrand; link: string; locale: string },
): Rendered {
  const t = translatorFor(locale);
  const words = { link_hint: t('emails.layout.link_hint') };
  layout ??= engine.parse(
    readFileSync(path.join(projectRoot, 'views/emails/_layout.liquid'), 'utf8'),
  );
  const light = deriveBrand(brand.color);
  const dark = deriveBrand(brand.color, true);
  const page = engine.renderSync(layout, {
    letter,
    brand: { name: brand.name, logo: brand.logo ?? null },
    button: letter.button && link ? { label: letter.button, link } : null,
    colors: { solid: light.solid, ink: light.ink, text: light.text, dark_text: dark.text },
    direction: isRightToLeft(locale) ? 'rtl' : 'ltr',
    locale,
    words,
  });
  return { html: juice(page), text: plainText(letter, link, brand.name) };
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

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import i18next from 'i18next';
import { projectRoot } from '../config/index.js';

/** A text in one language; values fill its {{places}}, `count` chooses the plural form. */
export type Translate = (key: string, values?: Record<string, unknown>) => string;

const folder = path.join(projectRoot, 'config/locales');
const i18n = i18next.createInstance();
const translators = new Map<string, Translate>();

void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(
    availableLocales().map((locale) => [locale, { translation: readLocale(locale) }]),
  ),
});

/** Languages that the product has texts for. */
export function availableLocales(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

/** Whether there is a text with this key. */
export function hasText(key: string): boolean {
  return i18n.exists(key) || i18n.exists(`${key}_other`);
}

/** The way to all texts in one language; unknown languages read English. */
export function translatorFor(locale: string): Translate {
  let translate = translators.get(locale);
  if (!translate) {
    translate = memoised(i18n.getFixedT(locale));
    translators.set(locale, translate);
  }
  return translate;
}

/** Looking a text up costs i18next 13 µs and a plural 28; a board needs some four hundred. */
function memoised(lookUp: (key: string, options: Record<string, unknown>) => string): Translate {
  const known = new Map<string, string>();
  return (key, values) => {
    const count = values?.count;
    const name = count === undefined ? key : `${key} ${String(count)}`;
    let text = known.get(name);
    if (text === undefined) {
      if (known.size > 20_000) known.clear();
      text = lookUp(key, { ...(count === undefined ? {} : { count }), skipInterpolation: true });
      known.set(name, text);
    }
    return values ? fill(text, values) : text;
  };
}

function fill(text: string, values: Record<string, unknown>): string {
  if (!text.includes('{{')) return text;
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (place, name: string) =>
    values[name] === undefined ? place : String(values[name]),
  );
}

function readLocale(locale: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, `${locale}.json`), 'utf8'));
}

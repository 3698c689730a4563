import { availableLocales } from '../../core/locale/index.js';

/** One entry of a select. */
export interface Choice {
  value: string;
  label: string;
}

/** Entries under a heading. */
export interface ChoiceGroup {
  label: string;
  options: Choice[];
}

/** Every timezone the platform knows, by region; one that it knows by another name is added. */
export function timezoneChoices(chosen: string): (Choice | ChoiceGroup)[] {
  const names = Intl.supportedValuesOf('timeZone').filter((name) => name.includes('/'));
  const regions = new Map<string, Choice[]>();
  for (const name of names) {
    const [region = '', ...place] = name.split('/');
    const choice = { value: name, label: place.join(', ').replaceAll('_', ' ') };
    regions.set(region, [...(regions.get(region) ?? []), choice]);
  }
  const plain = new Set(['UTC', ...(chosen && !names.includes(chosen) ? [chosen] : [])]);
  return [
    ...[...plain].map((name) => ({ value: name, label: name })),
    ...[...regions].map(([label, options]) => ({ label, options })),
  ];
}

/** The timezone of this machine, as a first guess. */
export function usualTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** Every currency in use, by its code with its name in the reader's language. */
export function currencyChoices(locale: string): Choice[] {
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'currency' });
  return Intl.supportedValuesOf('currency')
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .filter(({ code, name }) => name !== code && !/\(\d{4}|old|before/i.test(name))
    .map(({ code, name }) => ({ value: code, label: `${code} – ${name}` }));
}

/** The languages that the product has texts for, each in its own name. */
export function localeChoices(): Choice[] {
  return availableLocales().map((locale) => {
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
    return { value: locale, label: name.charAt(0).toLocaleUpperCase(locale) + name.slice(1) };
  });
}

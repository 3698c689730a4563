// Amounts are integers in a currency's minor unit; only here do they become what people read and type.

const formatters = new Map<string, Intl.NumberFormat>();
const digits = new Map<string, number>();

/** Digits behind the decimal sign: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  let known = digits.get(currency);
  if (known === undefined) {
    known = formatter('en', currency).resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, known);
  }
  return known;
}

/** An amount in minor units as people of a language write it: 120050 EUR → €1,200.50. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  return formatter(locale, currency).format(decimal(minor, currency) as unknown as number);
}

/**
 * Reads a typed amount ("1,200.5", "1.200,50", "1 200", "€12") into minor units of a currency;
 * undefined where it is no amount, has more digits than the currency, or cannot be kept exactly.
 * Where one sign could mean either, the last one before one or two digits is the decimal sign.
 */
export function parseMoney(typed: string, currency: string): number | undefined {
  const text = typed.replace(/[\s'’\p{Sc}\u00a0\u202f]/gu, '').replace(currency, '');
  const parts = /^(-?)(\d[\d.,]*)$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', number = ''] = parts;
  const { whole, fraction } = split(number, minorDigits(currency));
  if (whole === undefined || fraction.length > minorDigits(currency)) return undefined;
  const minor = Number(`${sign}${whole}${fraction.padEnd(minorDigits(currency), '0')}`);
  return Number.isSafeInteger(minor) ? minor + 0 : undefined;
}

function split(number: string, places: number): { whole: string | undefined; fraction: string } {
  const grouped = /^\d{1,3}([.,])\d{3}(\1\d{3})*$/;
  const at = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  const isGrouping = grouped.test(number) && !(places === 3 && number.split(/[.,]/).length === 2);
  if (at < 0 || isGrouping) return { whole: number.replace(/[.,]/g, ''), fraction: '' };
  const head = number.slice(0, at);
  const fraction = number.slice(at + 1);
  const isWhole = /^\d+$/.test(head) || (grouped.test(head) && !head.includes(number[at] ?? ''));
  return { whole: isWhole ? head.replace(/[.,]/g, '') : undefined, fraction };
}

/** The exact decimal number as text: dividing would lose digits of large amounts. */
function decimal(minor: number, currency: string): string {
  const places = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(places + 1, '0');
  const number = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  return minor < 0 ? `-${number}` : number;
}

function formatter(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.NumberFormat(locale, { style: 'currency', currency });
    formatters.set(key, known);
  }
  return known;
}

import { newToken } from '../../core/crypto/index.js';
import { day } from '../../core/dates/index.js';
import {
  type Request,
  type Response,
  readSignedCookie,
  setSignedCookie,
} from '../../core/http/index.js';
import type { Translate } from '../../core/locale/index.js';

const cookieName = 'device';
const life = 400 * day;
/** People who share a browser; of more, the first are forgotten. */
const mostPeople = 8;

const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** A browser's name for itself in words: "Firefox on Windows". */
export function deviceName(userAgent: string, t: Translate): string {
  const browser = firstMatch(browsers, userAgent);
  const system = firstMatch(systems, userAgent);
  if (browser && system) return t('accounts.devices.browser_on', { browser, system });
  return browser ?? system ?? t('accounts.devices.unknown');
}

/** The mark of this browser if the user has signed in on it before; nothing otherwise. */
export function knownDevice(request: Request, userId: number | undefined): string | undefined {
  const { mark, people } = readDevice(request);
  return userId !== undefined && people.includes(userId) ? `${mark} ${userId}` : undefined;
}

/** Marks this browser as one on which the user has signed in. */
export function rememberDevice(request: Request, response: Response, userId: number): void {
  const { mark, people } = readDevice(request);
  const all = [...people.filter((id) => id !== userId), userId].slice(-mostPeople);
  setSignedCookie(request, response, cookieName, `${mark}:${all.join('.')}`, life);
}

function readDevice(request: Request): { mark: string; people: number[] } {
  const [mark, people = ''] = (readSignedCookie(request, cookieName) ?? '').split(':');
  return { mark: mark || newToken(), people: people.split('.').map(Number).filter(Boolean) };
}

function firstMatch(list: readonly [RegExp, string][], text: string): string | undefined {
  return list.find(([pattern]) => pattern.test(text))?.[1];
}

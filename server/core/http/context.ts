import { type Assets, type AssetUrls, loadAssets } from '../assets/index.js';
import { projectRoot } from '../config/index.js';
import { type Formats, formatsFor, type Translate, translatorFor } from '../locale/index.js';
import { type Actor, holds, type Permission } from '../permissions/index.js';
import { initials } from '../text/index.js';
import { readCookie } from './cookies.js';
import { formToken } from './csrf.js';
import { takeFlash } from './flash.js';
import type { Surface } from './routes.js';
import type { Request, Response } from './types.js';
import { presentViewing } from './viewing-banner.js';

/** One entry of a menu. */
export interface NavigationEntry {
  href: string;
  icon: string;
  /** Key of the message catalogue. */
  label: string;
  /** Name by which a page says that it belongs to this entry. */
  name: string;
  /** Shown to who holds it, or one of several; absent: to everybody signed in. */
  permission?: Permission | readonly Permission[];
  /** Needed besides: what is in projects is hidden with them. */
  within?: Permission;
  surface: Exclude<Surface, 'both'>;
  /** Where it stands: in the list, or at the foot of the side bar. */
  place: 'main' | 'foot';
  /** Smaller comes first. */
  order: number;
}

/** The agency as a page shows it. */
export interface Brand {
  name: string;
  /** What the team calls this workspace; clients may know it by another name. */
  workspaceName: string;
  logoUrl: string | null;
  logoDarkUrl: string | null;
  faviconUrl: string | null;
  cssUrl: string;
  timezone: string;
  locale: string;
  theme: 'auto' | 'light' | 'dark';
  /** Whether the product's own name may stand at the foot of a page. */
  showsProduct: boolean;
}

const plainBrand: Brand = {
  name: 'Task Session',
  workspaceName: 'Task Session',
  logoUrl: null,
  logoDarkUrl: null,
  faviconUrl: null,
  cssUrl: '/brand.css',
  timezone: 'UTC',
  locale: 'en',
  theme: 'auto',
  showsProduct: true,
};

let brandOf: (workspaceId: number | null) => Brand = () => plainBrand;
let navigation: readonly NavigationEntry[] = [];
let noticeFor: (actor: Actor) => Notice | null = () => null;
let assets: Assets | undefined;
const menus = new WeakMap<Actor, NavigationEntry[]>();

/** A line above every page of the panel, for something that stays true until somebody acts. */
export interface Notice {
  /** Key of the message catalogue, and of the words on its link. */
  text: string;
  values: Record<string, unknown>;
  action: string;
  href: string;
}

/** Gives core the rooms' knowledge of what frames a page. */
export function useChrome(chrome: {
  brand?: (workspaceId: number | null) => Brand;
  navigation?: readonly NavigationEntry[];
  notice?: (actor: Actor) => Notice | null;
}): void {
  noticeFor = chrome.notice ?? (() => null);
  brandOf = chrome.brand ?? (() => plainBrand);
  navigation = [...(chrome.navigation ?? [])].sort((a, b) => a.order - b.order);
}

/** Styles, scripts and pictures with their fingerprinted addresses. */
export function siteAssets(): Assets {
  assets ??= loadAssets(projectRoot);
  return assets;
}

/** In development, styles and scripts are read anew. */
export function rereadAssets(): void {
  assets = undefined;
}

/** The brand that people see who are not signed in. */
export function brandOfStrangers(): Brand {
  return brandOf(null);
}

/** What a workspace is called where several are told apart. */
export function workspaceName(workspaceId: number): string {
  return brandOf(workspaceId).workspaceName;
}

/** The reader's language: their own, else the workspace's. */
export function localeOf(request: Request): string {
  return request.visitor?.locale ?? brandOf(null).locale;
}

/** What every template can use besides its own data. */
export interface TemplateContext {
  ui: Record<string, unknown>;
  t: Translate;
  format: Formats;
}

/** What a page says about itself to its frame. */
export interface PageFrame {
  title: string;
  current?: string;
  crumbs?: readonly { label: string; href?: string }[];
}

/** Gathers what frames a page for this reader; costs no query. */
export function templateContext(
  request: Request,
  response: Response,
  page: PageFrame,
): TemplateContext {
  const actor = request.visitor;
  const brand = brandOf(actor?.workspaceId ?? null);
  const locale = actor?.locale ?? brand.locale;
  const t = translatorFor(locale);
  const entries = menuEntries(actor, 'main', t, page);
  return {
    t,
    format: formatsFor(locale, actor?.timezone ?? brand.timezone, t),
    ui: {
      locale,
      dir: isRightToLeft(locale) ? 'rtl' : 'ltr',
      theme: themeOf(request, actor, brand),
      nonce: request.nonce,
      brand,
      assets: siteAssets().urls satisfies AssetUrls,
      person: actor ? personOf(actor) : null,
      surface: surfaceOf(actor),
      // Where else somebody belongs is not for who only looks as them.
      workspaces: actor && !request.viewing ? workspacesOf(actor) : null,
      navigation: entries,
      tabbar: entries.slice(0, 4),
      footer: menuEntries(actor, 'foot', t, page),
      pins: [],
      crumbs: page.crumbs ?? [],
      title: page.title,
      viewing: presentViewing(request),
      path: request.originalUrl,
      requestId: request.reference,
      // Made when first asked for: a page without a form sets no cookie.
      get csrfToken() {
        return formToken(request, response);
      },
      get csrfField() {
        return `<input type="hidden" name="_csrf" value="${formToken(request, response)}">`;
      },
      /** Names of the fields in which something is wrong, as their labels say them. */
      labels: {} as Record<string, string>,
      flash: flashOf(request, response, t),
      notice: actor ? noticeOf(actor, t) : null,
    },
  };
}

function noticeOf(actor: Actor, t: Translate) {
  const notice = noticeFor(actor);
  if (!notice) return null;
  const { text, values, action, href } = notice;
  return { text: t(text, values), action: t(action), href };
}

function flashOf(request: Request, response: Response, t: Translate) {
  const flash = takeFlash(request, response);
  if (!flash) return null;
  const { toast, undo } = flash;
  const text = typeof toast === 'string' ? t(toast) : t(toast.key, toast.values);
  return { text, undo: undo ? { ...undo, label: t('shared.undo') } : undefined };
}

function menuEntries(
  actor: Actor | undefined,
  place: NavigationEntry['place'],
  t: Translate,
  page: PageFrame,
) {
  const menu = actor ? menuFor(actor).filter((entry) => entry.place === place) : [];
  return menu.map(({ href, icon, label, name }) => ({
    href,
    icon,
    label: t(label),
    current: name === page.current,
  }));
}

function menuFor(actor: Actor): NavigationEntry[] {
  let menu = menus.get(actor);
  if (!menu) {
    const surface = actor.kind === 'client' ? 'portal' : 'panel';
    menu = navigation.filter((entry) => entry.surface === surface && isShown(actor, entry));
    menus.set(actor, menu);
  }
  return menu;
}

function isShown(actor: Actor, { permission, within }: NavigationEntry): boolean {
  if (within && !holds(actor, within)) return false;
  return !permission || [permission].flat().some((one) => holds(actor, one as Permission));
}

function personOf(actor: Actor) {
  const { name, hue, photoUrl } = actor;
  return { name, initials: initials(name), hue, photoUrl };
}

/** Where somebody can go on; nothing for the many who are in one workspace only. */
function workspacesOf({ workspaceId, workspaceIds }: Actor) {
  if (workspaceIds.length < 2) return null;
  const choices = workspaceIds.map((id) => ({ id, name: workspaceName(id) }));
  choices.sort((one, other) => one.name.localeCompare(other.name) || one.id - other.id);
  return {
    current: workspaceName(workspaceId),
    choices: choices.map((choice) => ({ ...choice, current: choice.id === workspaceId })),
  };
}

function surfaceOf(actor: Actor | undefined): 'panel' | 'portal' | 'auth' {
  if (!actor) return 'auth';
  return actor.kind === 'client' ? 'portal' : 'panel';
}

/** Whether a page is light or dark: as its reader chose, here or in the profile, else as the brand is. */
export function themeOf(request: Request, actor: Actor | undefined, brand: Brand): string {
  if (actor && actor.theme !== 'auto') return actor.theme;
  const chosen = readCookie(request, 'theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : brand.theme;
}

function isRightToLeft(locale: string): boolean {
  return /^(ar|he|fa|ur)\b/.test(locale);
}

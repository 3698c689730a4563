import { availableLocales, type Translate } from '../../core/locale/index.js';

/** A choice of a select. */
export interface Option {
  value: string;
  label: string;
}

/** The pages of one's own account. */
const tabs = [
  { name: 'profile', href: '/profile' },
  { name: 'security', href: '/profile/security' },
  { name: 'sessions', href: '/profile/sessions' },
] as const;

const zones = groupedZones();

/** The tabs over the pages of one's own account. */
export function profileTabs(t: Translate, current: (typeof tabs)[number]['name']) {
  return tabs.map(({ name, href }) => ({
    href,
    label: t(`profile.tabs.${name}`),
    current: name === current,
  }));
}

/** Every timezone, by part of the world; first that of the workspace. */
export function timezoneOptions(t: Translate, workspaces: string) {
  const own = { value: '', label: t('profile.same_as_workspace', { value: workspaces }) };
  return [own, ...zones];
}

/** Every language there are texts for, in its own words; first that of the workspace. */
export function localeOptions(t: Translate, workspaces: string): Option[] {
  const own = {
    value: '',
    label: t('profile.same_as_workspace', { value: languageName(workspaces) }),
  };
  const all = availableLocales().map((value) => ({ value, label: languageName(value) }));
  return [own, ...all];
}

function languageName(locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
}

function groupedZones(): { label: string; options: Option[] }[] {
  const groups = new Map<string, Option[]>();
  for (const zone of ['UTC', ...Intl.supportedValuesOf('timeZone')]) {
    const [region = zone, ...place] = zone.split('/');
    const options = groups.get(region) ?? [];
    if (options.some((option) => option.value === zone)) continue;
    options.push({ value: zone, label: (place.join(', ') || zone).replaceAll('_', ' ') });
    groups.set(region, options);
  }
  return [...groups].map(([label, options]) => ({ label, options }));
}

import type { FormState } from '../../core/http/index.js';
import type { Translate } from '../../core/locale/index.js';
import {
  type PresetName,
  presetNames,
  presetOf,
  presets,
  type SwitchName,
  switchNames,
} from '../clients/index.js';

/** The switches of a form, each with whether it differs from what the role says. */
export function presentSwitches(t: Translate, form: FormState, base: readonly SwitchName[]) {
  const on = [form.values.switches ?? []].flat();
  return {
    items: switchNames.map((name) => ({
      name,
      label: t(`contacts.switches.${name}`),
      hint: hintOf(t, name, { isOn: on.includes(name), isBase: base.includes(name) }),
      isOn: on.includes(name),
    })),
    presets: [
      ...presetNames.map((name) => ({
        name,
        label: t(`contacts.presets.${name}`),
        hint: t(`contacts.presets.${name}_hint`),
        isCurrent: presetOf(switchNames.filter((item) => on.includes(item))) === name,
      })),
      {
        name: 'role',
        label: t('contacts.presets.role'),
        hint: t('contacts.presets.role_hint'),
        isCurrent: isSame(on, base),
      },
    ],
    error: form.errors.switches,
  };
}

/** The switches after a preset's button was pressed: the preset's, or those of the role. */
export function switchesAfter(step: string, base: readonly SwitchName[]): readonly SwitchName[] {
  return isPreset(step) ? presets[step] : base;
}

/** What a contact may do, as their page lists it: on or off, and where it is their own. */
export function presentSwitchList(
  t: Translate,
  { base, own }: { base: readonly SwitchName[]; own: readonly SwitchName[] },
) {
  return switchNames.map((name) => ({
    label: t(`contacts.switches.${name}`),
    isOn: own.includes(name),
    differs: own.includes(name) !== base.includes(name),
  }));
}

/** The name of the preset that a contact's switches are; undefined for a choice of its own. */
export function presetText(t: Translate, own: readonly SwitchName[]): string | undefined {
  const name = presetOf(own);
  return name && t(`contacts.presets.${name}`);
}

function hintOf(
  t: Translate,
  name: SwitchName,
  { isOn, isBase }: { isOn: boolean; isBase: boolean },
): string {
  const hint = t(`contacts.switches.${name}_hint`);
  if (isOn === isBase) return hint;
  return `${hint} ${t(isBase ? 'contacts.switches.role_on' : 'contacts.switches.role_off')}`;
}

function isSame(on: readonly string[], base: readonly string[]): boolean {
  return on.length === base.length && base.every((name) => on.includes(name));
}

function isPreset(step: string): step is PresetName {
  return presetNames.some((name) => name === step);
}

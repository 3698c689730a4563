import { examineLicense, licenseStatus } from '../core/license.js';
import { installationSetting, saveInstallationSettings } from '../core/settings/index.js';
import { type Command, CommandError, print, withInstallation } from './command.js';
import { readWords } from './words.js';

/** Shows the licence, or stores another key. */
export const license: Command = {
  usage: '[KEY]',
  summary: 'Show the licence, or enter a key',
  run: (words) =>
    withInstallation(async () => {
      const key = readWords(words, {}).rest.join('');
      if (key) await enter(key);
      const { state, plan, holder, domains, endsOn } = licenseStatus();
      print(`State: ${state.replace('_', ' ')}`);
      if (plan) print(`Plan: ${plan}, for ${holder} (${domains.join(', ')})`);
      if (endsOn) print(`${plan ? 'Updates until' : 'Trial until'}: ${endsOn}`);
    }),
};

async function enter(key: string): Promise<void> {
  const { state, domains } = examineLicense(key, installationSetting('general.base_url'));
  if (state === 'invalid') throw new CommandError('This is not a key of Task Session.');
  if (state === 'other_domain') throw new CommandError(`This key is for ${domains.join(', ')}.`);
  await saveInstallationSettings({ 'license.key': key });
}

import { transaction } from '../core/database/index.js';
import { lookUpUserByEmail } from '../features/accounts/index.js';
import { resetSecondFactors } from '../features/second-factors/index.js';
import { primaryWorkspace } from '../features/workspaces/index.js';
import { type Command, CommandError, print, withInstallation } from './command.js';

/** Lets somebody in who has lost phone, passkeys and recovery codes: the last Admin has nobody else to ask. */
export const resetTwoFactor: Command = {
  usage: 'ADDRESS',
  summary: 'Take the two-factor sign-in of somebody away who has lost it, and end their sessions',
  run: ([address = '']) =>
    withInstallation(async () => {
      const user = await lookUpUserByEmail(address);
      if (!user) throw new CommandError(`Nobody has the address "${address}".`);
      if (user.second_factor_at === null)
        throw new CommandError(`${user.name} signs in with a password alone.`);
      const { id } = await primaryWorkspace();
      await transaction(() => resetSecondFactors(user, { workspaceId: id, name: null }));
      print(`${user.name} signs in with a password alone, until they set up a second step anew.`);
    }),
};

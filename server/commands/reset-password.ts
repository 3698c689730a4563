import { note } from '../core/audit/index.js';
import { transaction } from '../core/database/index.js';
import {
  changeUser,
  checkPassword,
  endSessions,
  generatePassword,
  hashPassword,
  lookUpUserByEmail,
  passwordSetEmail,
} from '../features/accounts/index.js';
import { primaryWorkspace } from '../features/workspaces/index.js';
import { type Command, CommandError, print, withInstallation } from './command.js';
import { readWords } from './words.js';

/** Gives somebody a new password, to be changed at the next sign-in, and ends their sessions. */
export const resetPassword: Command = {
  usage: 'ADDRESS [--password PASSWORD]',
  summary: 'Give somebody a new password and end their sessions',
  run: (words) =>
    withInstallation(async () => {
      const { values, rest } = readWords(words, { password: { type: 'string' } });
      const user = await lookUpUserByEmail(rest[0] ?? '');
      if (!user) throw new CommandError(`Nobody has the address "${rest[0] ?? ''}".`);
      const typed = typeof values.password === 'string' ? values.password : undefined;
      const password = typed ?? generatePassword();
      if (typed) await checkPassword(typed, [user.name, user.email]);
      const password_hash = await hashPassword(password);
      await transaction(async () => {
        await changeUser(user.id, { password_hash, must_change_password: 1 });
        await endSessions(user.id, 'password');
        const workspaceId = (await primaryWorkspace()).id;
        await passwordSetEmail({ user, workspaceId }, undefined);
        await note({
          action: 'user.password_set',
          workspaceId,
          subject: { type: 'user', id: user.id, name: user.name },
        });
      });
      print(`${user.name} has a new password and must change it at the next sign-in.`);
      if (!typed) print(`Password: ${password}`);
    }),
};

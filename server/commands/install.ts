import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AnswersRefused, installFromAnswers } from '../../installer/index.js';
import { lockDataDirectory } from '../core/database/index.js';
import { type Command, CommandError, prepareProcess, print } from './command.js';
import { readWords, required } from './words.js';

/** Installs from a file of answers, without asking anything. */
export const install: Command = {
  usage: '--answers FILE',
  summary: 'Set up from a file of answers (docs/install-answers.md)',
  run: async (words) => {
    const { values } = readWords(words, { answers: { type: 'string' } });
    const file = path.resolve(required(values.answers, 'answers'));
    const config = prepareProcess();
    if (config.installedAt)
      return print('This installation is finished already; nothing was changed.');
    const unlock = lockDataDirectory(config.dataDirectory);
    try {
      await installFromAnswers(config, readAnswers(file), { folder: path.dirname(file), print });
      print('The installation is finished. Start it with: npm start');
    } catch (error) {
      if (!(error instanceof AnswersRefused)) throw error;
      throw new CommandError(
        `Nothing was installed:\n${error.problems.map((line) => `  ${line}`).join('\n')}`,
      );
    } finally {
      unlock();
    }
  },
};

function readAnswers(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

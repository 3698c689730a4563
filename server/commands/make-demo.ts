import { type Command, CommandError, print, withInstallation } from './command.js';
import { DemoError, makeDemo } from './demo/index.js';
import { readWords } from './words.js';

/** Fills an installed, empty instance with a believable agency. */
export const demo: Command = {
  usage: '[--tasks N] [--password PASSWORD]',
  summary: 'Fill an installation without projects with a believable agency',
  run: (words) =>
    withInstallation(async () => {
      const { values } = readWords(words, {
        tasks: { type: 'string' },
        password: { type: 'string' },
      });
      const tasks = readCount(values.tasks);
      const password = typeof values.password === 'string' ? { password: values.password } : {};
      try {
        const report = await makeDemo({ ...(tasks ? { tasks } : {}), ...password });
        print(`${report.people} people, ${report.projects} projects, ${report.tasks} tasks.`);
        for (const [role, email] of Object.entries(report.signInAs)) print(`${role}: ${email}`);
        print(`Password of all of them: ${report.password}`);
      } catch (error) {
        throw error instanceof DemoError ? new CommandError(error.message) : error;
      }
    }),
};

function readCount(typed: string | boolean | undefined): number {
  if (typed === undefined) return 0;
  const count = Number(typed);
  if (Number.isInteger(count) && count > 0 && count <= 1_000_000) return count;
  throw new CommandError('--tasks takes a number from 1 to 1000000');
}

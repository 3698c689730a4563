import { randomInt } from 'node:crypto';
import { Invalid } from '../../core/http/index.js';
import { installationSetting } from '../../core/settings/index.js';

/** Longer ones help nobody; nothing is ever cut off (ASVS 6.2.9). */
export const longestPassword = 256;
/** zxcvbn's third step of four: more than 10^8 guesses. */
const leastScore = 3;
/** What is left of a password without the known words must take more than 10^6 guesses. */
const leastScoreOfRest = 2;
/** Characters that are judged: each more takes longer, and who is strong by then stays strong. */
const judged = 40;
/** Letters and digits that look like no other when read aloud or copied by hand. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

type Judge = (password: string, words: string[]) => number;
let judge: Promise<Judge> | undefined;

/**
 * Refuses a password that is too short, too long or easily guessed; no rules of composition.
 * `words` are what a guesser would try first: name, e-mail, company.
 * @throws Invalid {password}
 */
export async function checkPassword(password: string, words: readonly string[]): Promise<void> {
  const minimum = installationSetting('security.password_min_length');
  const length = [...password].length;
  if (length < minimum)
    throw new Invalid({ password: { key: 'errors.password_too_short', values: { minimum } } });
  if (length > longestPassword) {
    throw new Invalid({
      password: { key: 'errors.too_long', values: { maximum: longestPassword } },
    });
  }
  if (await isGuessable(password, guesses(words)))
    throw new Invalid({ password: 'errors.password_guessable' });
}

/** A password that is strong (79 bits) and easy to read: `kbtw-4m7x-hq2p-vz9c`. */
export function generatePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}

/** zxcvbn thinks well of words one after the other, even where each is the first to be tried. */
async function isGuessable(password: string, words: string[]): Promise<boolean> {
  judge ??= loadJudge();
  const scoreOf = await judge;
  if (scoreOf(password, words) < leastScore) return true;
  const rest = words.reduce((left, word) => left.replaceAll(word, ' '), password.toLowerCase());
  return rest !== password.toLowerCase() && scoreOf(rest.trim(), []) < leastScoreOfRest;
}

/** "Priya Raman" and priya.raman@acme.test are also priya, raman and acme. */
function guesses(words: readonly string[]): string[] {
  const parts = words.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]);
  const known = parts.map((part) => part.toLowerCase()).filter((part) => part.length > 2);
  return [...new Set(known)].sort((a, b) => b.length - a.length);
}

/** The word lists take half a second to load: only where somebody chooses a password. */
async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const factory = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    // The usual 100 takes whole seconds for a password full of digits (CVE 43).
    l33tMaxSubstitutions: 10,
  });
  return (password, words) => factory.check(password.slice(0, judged), words).score;
}

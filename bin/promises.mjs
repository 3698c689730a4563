// `npm run promises`: which of the promises in docs/promises.json are kept, that is, which numbers
// some test carries in its title. `-- --json` prints {kept, open} for programs.
import { readdirSync, readFileSync } from 'node:fs';
import { inProject } from './prepare/paths.mjs';

const title =
  /\b(?:describe|context|it|specify)\s*\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/g;

const statements = JSON.parse(readFileSync(inProject('docs', 'promises.json'), 'utf8'));
const carried = numbersInTitles();
const kept = Object.keys(statements).filter((number) => carried.has(number));
const open = Object.keys(statements).filter((number) => !carried.has(number));

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ kept, open })}\n`);
} else {
  const lines = open.map((number) => `  ${number}  ${statements[number]}`);
  const summary = `${kept.length} of ${kept.length + open.length} promises are kept by a test`;
  process.stdout.write(`${summary}. Open:\n${lines.join('\n')}\n`);
}

function numbersInTitles() {
  const files = readdirSync(inProject('test'), { recursive: true });
  const texts = files
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(inProject('test', name), 'utf8'));
  const titles = texts.flatMap((text) =>
    [...text.matchAll(title)].map((match) => match.slice(1).join('')),
  );
  return new Set(titles.flatMap((words) => words.match(/\bS\d{3}\b/g) ?? []));
}

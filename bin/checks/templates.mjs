// Reads every template for mistakes in its JavaScript, before a visitor meets them.
import { readdirSync, readFileSync } from 'node:fs';
import lint from 'ejs-lint';
import { inProject } from '../prepare/paths.mjs';

const mistakes = ['views', 'installer']
  .flatMap((folder) =>
    readdirSync(inProject(folder), { recursive: true }).map((name) => `${folder}/${name}`),
  )
  .filter((file) => file.endsWith('.ejs'))
  .flatMap((file) => {
    const mistake = lint(readFileSync(inProject(file), 'utf8'));
    return mistake ? [`${file}:${mistake.line}:${mistake.column} ${mistake.message}`] : [];
  });

process.stdout.write(mistakes.map((mistake) => `${mistake}\n`).join(''));
process.exitCode = mistakes.length > 0 ? 1 : 0;

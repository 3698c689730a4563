import type { Route } from '../core/http/index.js';
import { features } from '../features.js';
import { type Command, print } from './command.js';
import { readWords } from './words.js';

/** Prints every address of the product with what it asks of who comes (PRODUCT 3.1.8). */
export const routes: Command = {
  usage: '[--json]',
  summary: 'Print every route with its requirement',
  run: async (words) => {
    const { values } = readWords(words, { json: { type: 'boolean' } });
    const all = features.flatMap((feature) => feature.routes).map(present);
    if (values.json) return print(JSON.stringify(all));
    const width = Math.max(...all.map(({ path }) => path.length));
    for (const { method, path, access } of all) {
      print(`${method.padEnd(6)} ${path.padEnd(width)}  ${access}`);
    }
  },
};

function present({ method, path, access }: Route) {
  return { method: method.toUpperCase(), path, access };
}

// `npm run check`: types, format and lint, import rules, dead code, templates. All run, one summary.
import { isNodeNewEnough } from './prepare/node-version.mjs';

if (isNodeNewEnough()) {
  void import('./checks/all.mjs').then(({ runCheckCommand }) => runCheckCommand());
}

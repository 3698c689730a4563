// `npm test`: installs what the tests need, then checks and runs every suite on SQLite.
// `npm test -- <suite or part of a path or title>` runs a part; --coverage, --long and
// --database=postgres|mariadb do what they say; --shared leaves each server its share of the files.
import { isNodeNewEnough } from './prepare/node-version.mjs';

if (isNodeNewEnough()) {
  void import('./testing/all.mjs').then(({ runTests }) => runTests(process.argv.slice(2)));
}

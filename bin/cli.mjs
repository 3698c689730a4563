// `npm run cli -- <command>`: the command line of an installation.
import { isNodeNewEnough } from './prepare/node-version.mjs';

if (isNodeNewEnough()) {
  void import('./prepare/program.mjs').then(({ runNearest }) => runNearest('server/cli'));
}

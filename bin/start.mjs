// `npm start`: installs and builds what is missing, then starts the product in this process.
import { isNodeNewEnough } from './prepare/node-version.mjs';

if (isNodeNewEnough()) {
  void import('./prepare/program.mjs').then(({ runPrepared }) => runPrepared('server/main'));
}

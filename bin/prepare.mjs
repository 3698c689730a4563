// `node bin/prepare.mjs`: installs and builds like `npm start`, but starts nothing. For images.
import { isNodeNewEnough } from './prepare/node-version.mjs';

if (isNodeNewEnough()) {
  void import('./prepare/program.mjs').then(({ prepareOnly }) => prepareOnly());
}

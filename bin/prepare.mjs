// `node bin/prepare.mjs`: installs and builds like `npm start`, but starts nothing. For images.
import { isNodeNewEnough } from './prepare/node-version.mjs';

if (isNodeNewEnough()) {
  import('./prepare/program.mjs').then(({ prepareOnly }) => prepareOnly());
}

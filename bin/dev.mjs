// `npm run dev`: starts the product from its sources and starts it anew when one of them changes.
// Templates, styles and scripts are read anew for each page by the program itself.
import { isNodeNewEnough } from './prepare/node-version.mjs';

if (isNodeNewEnough()) {
  void import('./development/watch.mjs').then(({ develop }) => develop());
}

// Live connections: pages that are open in a browser hear at once that what they may see has changed.
export { checkLive, closeLive, openLive } from './connections.js';

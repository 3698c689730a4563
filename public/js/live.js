/* The page in sight hears when what its reader may see has changed, and when they are signed out. */
import { notice } from './toast.js';
import { say } from './words.js';

/** How long (ms) a line that was refused, and not for good, rests before the next try. */
const rest = 30_000;

/** Who looks at the product as somebody else hears nothing in their place. */
const isLookedAt = document.querySelector('.viewing') !== null;

let line;
let waiting;

function open() {
  clearTimeout(waiting);
  // A browser keeps few lines to one place open: pages out of sight leave theirs to the others.
  if (line || document.hidden || isLookedAt) return;
  line = new EventSource('/events');
  line.addEventListener('access', () => notice(say('access'), say('reload'), location.href));
  line.addEventListener('error', () => {
    if (line?.readyState === EventSource.CLOSED) void wonder();
  });
}

function close() {
  clearTimeout(waiting);
  line?.close();
  line = undefined;
}

/** The line was refused: because nobody is signed in any more, or for a reason that passes. */
async function wonder() {
  close();
  try {
    const answer = await fetch('/events', { headers: { accept: 'application/json' } });
    if (answer.status === 404) {
      const here = encodeURIComponent(location.pathname + location.search);
      notice(say('signedOut'), say('signIn'), `/login?next=${here}`);
      return;
    }
  } catch {
    // No way to the server: the next try will tell.
  }
  waiting = setTimeout(open, rest);
}

document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
addEventListener('pagehide', close);
addEventListener('pageshow', open);
open();

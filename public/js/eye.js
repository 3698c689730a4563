/* Who can see it, turned at once: drawn first, put back with the reason when the server says no. */
import { send } from './send.js';
import { toast } from './toast.js';
import { say } from './words.js';

document.addEventListener('click', (event) => {
  const eye = event.target.closest('button.eye');
  if (!eye) return;
  event.preventDefault();
  void turn(eye, eye.value === 'client');
});

async function turn(eye, seen, isUndo = false) {
  draw(eye, seen);
  const answer = await send(eye.formAction, {
    visibility: seen ? 'client' : 'internal',
    ...(isUndo ? { agreed: 1 } : {}),
  });
  if (answer.ok) {
    // The server names who sees it now, or no longer.
    toast(
      answer.message ?? say(seen ? 'shown' : 'hid'),
      isUndo ? undefined : () => turn(eye, !seen, true),
    );
    return;
  }
  draw(eye, !seen);
  // More would appear with it than this one thing: the page that lists it asks first.
  if (answer.status === 409 && answer.location) location.assign(answer.location);
  else toast(answer.error);
}

function draw(eye, seen) {
  const icon = eye.querySelector('use');
  const words = eye.querySelector('.words');
  eye.value = seen ? 'internal' : 'client';
  eye.setAttribute('aria-pressed', seen);
  icon.setAttribute('href', icon.getAttribute('href').replace(/#.*/, seen ? '#eye' : '#eye-off'));
  if (eye.title) eye.title = seen ? eye.getAttribute('aria-label') : say('hid');
  if (words) words.textContent = eye.title;
}

/* A button that copies; added here, since it can do nothing without script. */
import { toast } from './toast.js';
import { say } from './words.js';

for (const box of document.querySelectorAll('[data-copy]')) {
  const code = box.querySelector('code');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn small';
  button.textContent = box.dataset.copy;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      toast(say('copied'));
    } catch {
      // Without HTTPS the clipboard is closed: select it, so that the usual keys copy it.
      getSelection().selectAllChildren(code);
    }
  });
  box.append(button);
}

/** First-run wizard: the only thing a program serves that is not set up yet, and gone afterwards. */

export { AnswersRefused, installFromAnswers } from './answers.js';
export { createInstaller } from './application.js';
export { finishInterrupted } from './finish.service.js';
export { setupCode } from './setup-code.js';

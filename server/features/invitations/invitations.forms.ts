import { z } from 'zod';
import { requiredText } from '../../core/forms/index.js';
import { typedPassword } from '../accounts/index.js';

/** Somebody new says who they are and chooses a password. */
export const newcomerForm = z.object({ name: requiredText(200), password: typedPassword });

/** Somebody who has an account proves that it is theirs. */
export const acquaintanceForm = z.object({ current_password: typedPassword });

import { z } from 'zod';
import { choice, requiredLongText, requiredText } from '../../core/forms/index.js';

/** Whether clients see it. */
export const visibilities = ['internal', 'client'] as const;

/** What the form of a topic may contain. */
export const topicForm = z.object({ title: requiredText(200), body: requiredLongText(20_000) });

/** A new one says at once who sees it. */
export const newTopicForm = topicForm.extend({
  visibility: choice(visibilities).default('internal'),
});

export const visibilityForm = z.object({ visibility: choice(visibilities) });

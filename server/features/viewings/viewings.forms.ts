import { z } from 'zod';
import { optionalRecordId } from '../../core/forms/index.js';

/** Seeing the product as somebody; `project_id` is the project to begin with. */
export const viewingForm = z.object({ project_id: optionalRecordId() });

/** Seeing the product as a holder of a role; `user_id` is whose projects and name it shows. */
export const previewForm = z.object({ user_id: optionalRecordId() });

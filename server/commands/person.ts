import { z } from 'zod';
import { emailAddress, requiredText } from '../core/forms/index.js';
import { parseForm } from '../core/http/index.js';

const schema = z.object({ name: requiredText(120), email: emailAddress() });

/** A name and an address, checked as the forms check them. @throws Invalid */
export function readPerson(name: string, email: string): { name: string; email: string } {
  return parseForm(schema, { name, email });
}

import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { excerpt } from '../../core/text/index.js';
import { type CompanyRow, findCompany } from '../clients/index.js';
import { type CommentRow, findComment } from '../comments/index.js';
import { type FoundDiscussion, findDiscussion } from '../discussions/index.js';
import { type FileRow, findFile } from '../files/index.js';
import { findContact, findMember, type PersonRow } from '../people/index.js';
import { type FoundProject, findProject } from '../projects/index.js';
import { type FoundTask, findTask } from '../tasks/index.js';
import type { Answer } from './explain.js';
import { explainComment, explainFile } from './explain-hanging.js';
import { explainCompany, explainPerson } from './explain-people.js';
import { type Place, placeAt, placeOf, placeOfTopic } from './explain-places.js';
import { explainTopic } from './explain-topics.js';
import { explainProject, explainTask } from './explain-work.js';

/** A record that somebody asks about, as they see it themselves. */
export type AskedRecord = { asker: Actor; title: string; href: string } & (
  | { type: 'project'; project: FoundProject; place: Place }
  | { type: 'task'; task: FoundTask; place: Place }
  | { type: 'discussion'; topic: FoundDiscussion; place: Place }
  | { type: 'file'; file: FileRow; place: Place }
  | { type: 'comment'; comment: CommentRow; place: Place }
  | { type: 'company'; company: CompanyRow; place: null }
  | { type: 'person'; row: PersonRow; place: null }
);

const address =
  /(?:^|\/)(projects|tasks|discussions|files|comments|companies|users|clients)\/([1-9]\d{0,8})(?:[/?#]|$)/;

/**
 * What lies at an address, for an actor who may see it.
 * @throws NotFound for everything else
 */
export async function recordAt(asker: Actor, text: string): Promise<AskedRecord> {
  const [, house, number] = address.exec(withComment(text)) ?? [];
  if (!house) throw new NotFound();
  const id = Number(number);
  const href = `/${house}/${id}`;
  if (house === 'discussions') {
    const topic = await findDiscussion(asker, id);
    const place = placeOfTopic(topic);
    return { asker, href, title: topic.title, type: 'discussion', topic, place };
  }
  if (house === 'projects' || house === 'tasks') return workAt({ asker, href }, house, id);
  if (house === 'files' || house === 'comments') return hangingAt({ asker, href }, house, id);
  if (house === 'companies') {
    const company = await findCompany(asker, id);
    return { asker, href, title: company.name, type: 'company', company, place: null };
  }
  const row = await (house === 'users' ? findMember : findContact)(asker, id);
  return { asker, href, title: row.name, type: 'person', row, place: null };
}

/** A comment is copied as its place on the page of what it hangs on: `/tasks/7#comment-12`. */
function withComment(text: string): string {
  const [, number] = /#comment-(\d+)$/.exec(text) ?? [];
  return number ? `/comments/${number}` : text;
}

/** What somebody can do with a record, beginning with whether they see it. */
export function explainRecord(person: Actor, record: AskedRecord): Promise<Answer[]> {
  const asked = { person, asker: record.asker };
  switch (record.type) {
    case 'project':
      return explainProject(asked, record.project);
    case 'task':
      return explainTask(asked, record.task);
    case 'discussion':
      return explainTopic(asked, record.topic);
    case 'file':
      return explainFile(asked, record.file, record.place);
    case 'comment':
      return explainComment(asked, record.comment, record.place);
    case 'company':
      return explainCompany(person, record.company);
    case 'person':
      return explainPerson(person, record.row);
  }
}

interface Asking {
  asker: Actor;
  href: string;
}

async function workAt(
  { asker, href }: Asking,
  house: 'projects' | 'tasks',
  id: number,
): Promise<AskedRecord> {
  if (house === 'tasks') {
    const task = await findTask(asker, id);
    return { asker, href, title: task.title, type: 'task', task, place: placeOf(task) };
  }
  const project = await findProject(asker, id);
  const place = { project, task: null };
  return { asker, href, title: project.name, type: 'project', project, place };
}

async function hangingAt(
  { asker, href }: Asking,
  house: 'files' | 'comments',
  id: number,
): Promise<AskedRecord> {
  if (house === 'files') {
    const file = await findFile(asker, id);
    const place = await placeAt(asker, file);
    return { asker, href, title: file.name, type: 'file', file, place };
  }
  const comment = await findComment(asker, id);
  const place = await placeAt(asker, comment);
  const title = excerpt(comment.body, 80);
  return { asker, href, title, type: 'comment', comment, place };
}

import { type FoundDiscussion, findDiscussion } from '../discussions/index.js';
import { type Answer, explain } from './explain.js';
import {
  type Asked,
  factsAt,
  hidden,
  placeCauses,
  placeOfTopic,
  seeing,
  sought,
} from './explain-places.js';

/** What somebody can do with a topic: read it, and show it to clients. */
export async function explainTopic(asked: Asked, topic: FoundDiscussion): Promise<Answer[]> {
  const { person } = asked;
  const place = placeOfTopic(topic);
  const found = await sought(findDiscussion(person, topic.id));
  const causes = await placeCauses(asked, place);
  const view = seeing('chat.discussions', Boolean(found), causes);
  if (person.kind === 'client') return [view];
  if (!found) return [view, hidden('tasks.share')];
  return [view, explain(person, 'tasks.share', await factsAt(person, place))];
}

import { expect } from 'chai';
import { closeDatabase, currentKnex, table } from '../../server/core/database/index.js';
import { testEngine } from '../support/database.js';
import {
  type Installation,
  makeInstallation,
  makeTask,
  openInstallation,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { startSmtp, type TestSmtp } from '../support/smtp.js';
import { isLong, noteTrial, testRandom } from '../support/trials.js';
import type { Visitor } from '../support/visitor.js';
import { until } from '../support/waiting.js';

/** Kills in one trial; the whole trial has fifty. */
const kills = isLong ? 50 : 4;
/** Each writes mails, of which ten leave in a second: many would make the sample a wait for the last. */
const writers = isLong ? 4 : 2;
/** A program is killed at a random moment of this length (ms) after it serves. */
const lifeSpan = isLong ? 1500 : 600;

describe(`FAULTS 1: killed at random moments while people write and mails go out (${testEngine})`, function () {
  this.timeout(isLong ? 2_400_000 : 400_000);
  let installation: Installation;
  let smtp: TestSmtp;
  /** Titles of tasks and texts of comments that the product said were saved. */
  const acknowledged: { tasks: string[]; comments: string[] } = { tasks: [], comments: [] };
  const attempted = new Set<string>();

  before(async () => {
    smtp = await startSmtp();
    installation = await makeInstallation({
      'mail.host': '127.0.0.1',
      'mail.port': smtp.port,
      'mail.security': 'none',
      'mail.from_address': 'hello@example.com',
      'general.base_url': 'http://127.0.0.1:3000',
    });
    const random = testRandom();
    for (let round = 0; round < kills; round += 1) {
      const program = await startProgram(installation.environment);
      const priya = await signInThroughForm(program.origin, 'priya@example.com');
      // On a crowded machine a short life would see nothing acknowledged at all.
      await writeFirst(priya, round);
      const life = random() * lifeSpan;
      const killed = new Promise<void>((resolve) => {
        setTimeout(() => void program.kill('SIGKILL').then(() => resolve()), life);
      });
      await Promise.all(
        Array.from({ length: writers }, (_, writer) =>
          writeUntilKilled(priya, `${round}-${writer}`),
        ),
      );
      await killed;
    }
    openInstallation(installation);
    await drain();
  });
  after(async () => {
    await closeDatabase();
    await installation.remove();
    await smtp.close();
  });

  async function writeFirst(visitor: Visitor, round: number): Promise<void> {
    const title = `Task ${round}-first`;
    attempted.add(title);
    const made = await makeTask(visitor, installation, title);
    expect(made.status).to.equal(303);
    acknowledged.tasks.push(title);
  }

  /** Makes tasks and comments one after the other and notes each that was acknowledged. */
  async function writeUntilKilled(visitor: Visitor, who: string): Promise<void> {
    const { people, tasks } = installation.world;
    try {
      for (let at = 0; ; at += 1) {
        const title = `Task ${who}-${at}`;
        attempted.add(title);
        const more = { membership_ids: people.jonas.membershipId };
        const made = await makeTask(visitor, installation, title, more);
        if (made.status === 303) acknowledged.tasks.push(title);
        const body = `Comment ${who}-${at}`;
        attempted.add(body);
        const said = await visitor.post('/comments', {
          subject_type: 'task',
          subject_id: tasks.logo,
          body,
          visibility: 'client',
        });
        if (said.status === 303) acknowledged.comments.push(body);
      }
    } catch {
      // The connection broke because the program was killed: what was under way may or may not be there.
    }
  }

  /** Starts once more and waits until every mail has left. The test's own connection looks on. */
  async function drain(): Promise<void> {
    const program = await startProgram(installation.environment);
    try {
      // How much was written differs from run to run, and ten letters leave in a second.
      await until(async () => (await waiting()) === 0, isLong ? 1800 : 300);
    } finally {
      await program.kill('SIGTERM');
    }
  }

  async function waiting(): Promise<number> {
    const count = async (name: string, open: readonly string[]) => {
      const row = (await table(name)
        .whereIn('status', open)
        .count({ n: '*' })
        .first()) as unknown as { n: number };
      return Number(row.n);
    };
    return (
      (await count('outbox', ['waiting', 'sending'])) +
      (await count('event_deliveries', ['waiting']))
    );
  }

  it('everything acknowledged is there, and nothing is there twice', async () => {
    const titles = (await table('tasks').pluck('title')) as unknown as string[];
    const bodies = (await table('comments').pluck('body')) as unknown as string[];
    expect(acknowledged.tasks.length).to.be.at.least(kills);
    const { tasks, comments } = acknowledged;
    noteTrial(
      `FAULTS 1: killed ${kills} times; ${tasks.length} tasks and ${comments.length} comments acknowledged, ${smtp.letters.length} mails arrived`,
    );
    for (const title of acknowledged.tasks)
      expect(
        titles.filter((found) => found === title),
        title,
      ).to.have.length(1);
    for (const body of acknowledged.comments)
      expect(
        bodies.filter((found) => found === body),
        body,
      ).to.have.length(1);
    for (const text of attempted)
      expect([...titles, ...bodies].filter((found) => found === text).length, text).to.be.at.most(
        1,
      );
  });

  it('every number of a task is given once', async () => {
    const numbers = (await table('tasks')
      .where({ project_id: installation.world.projects.website })
      .pluck('number')) as unknown as number[];
    expect(new Set(numbers).size).to.equal(numbers.length);
  });

  it('stored counts are what the rows say', async () => {
    const { website } = installation.world.projects;
    const { n } = (await table('tasks')
      .where({ project_id: website, deleted_at: null })
      .count({ n: '*' })
      .first()) as unknown as { n: number };
    expect(await table('projects').where({ id: website }).first('tasks_count')).to.deep.equal({
      tasks_count: Number(n),
    });
    const { logo } = installation.world.tasks;
    const comments = (await table('comments')
      .where({ subject_type: 'task', subject_id: logo, deleted_at: null })
      .count({ n: '*' })
      .first()) as unknown as { n: number };
    expect(await table('tasks').where({ id: logo }).first('comments_count')).to.deep.equal({
      comments_count: Number(comments.n),
    });
  });

  it('every mail was sent, at most one of them twice for each kill, under the same Message-ID', async () => {
    const rows = (await table('outbox')) as {
      message_id: string;
      status: string;
      last_error: string | null;
    }[];
    const sent = rows.filter(({ status }) => status === 'sent');
    // What was cut off twice in the middle of sending is left to a person instead of going out a third time.
    const left = rows.filter(({ last_error }) => last_error === 'interrupted');
    expect(sent.length).to.be.greaterThan(0);
    expect(left.length).to.be.at.most(kills);
    expect(rows.length).to.equal(new Set([...sent, ...left]).size);
    const arrived = smtp.letters.map(({ messageId }) => messageId);
    for (const { message_id } of sent)
      expect(
        arrived.some((id) => id.includes(message_id)),
        message_id,
      ).to.equal(true);
    expect(arrived.length - new Set(arrived).size).to.be.at.most(kills);
  });

  it('the database passes its own checks', async () => {
    expect(await damage[testEngine]()).to.deep.equal([]);
  });
});

/** What each engine itself finds wrong with what is stored. */
const damage: Record<typeof testEngine, () => Promise<unknown[]>> = {
  sqlite: async () => {
    const pages = (await currentKnex().raw('PRAGMA integrity_check')) as {
      integrity_check: string;
    }[];
    const references = (await currentKnex().raw('PRAGMA foreign_key_check')) as unknown[];
    return [...pages.filter((row) => row.integrity_check !== 'ok'), ...references];
  },
  mariadb: async () => {
    const [rows] = (await currentKnex().raw(
      'CHECK TABLE tasks, comments, projects, outbox, jobs, events, sessions EXTENDED',
    )) as [{ Msg_text: string }[]];
    return rows.filter(({ Msg_text }) => Msg_text !== 'OK');
  },
  postgres: async () => {
    const { rows } = (await currentKnex().raw(
      `SELECT indexrelid::regclass AS name FROM pg_index WHERE NOT indisvalid
       UNION ALL SELECT conrelid::regclass FROM pg_constraint WHERE NOT convalidated`,
    )) as { rows: unknown[] };
    return rows;
  },
};

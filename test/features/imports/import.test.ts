import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Answer, Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { leftBy } from '../audit/entries.js';
import { fieldsOf, lastMailTo, personBy, roleNamed, setUpMail } from '../people/forms.js';

const list = `Full name,E-mail,Role,Team,Phone,Job title
Ada Quill,ada@import.example,Staff,,+44 20 7946 0001,Writer
"Hopper, Grace",grace@import.example,Staff; Admin,,,
`;

describe('The import of users', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await setUpMail();
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const paste = async (text: string): Promise<string> => {
    const answer = await priya.upload('/imports', { text }, []);
    expect(answer.status, answer.text).to.equal(303);
    return answer.location as string;
  };
  const bring = async (content: string | Uint8Array<ArrayBuffer>, name = 'people.csv') => {
    const answer = await priya.upload('/imports', {}, [{ field: 'file', name, content }]);
    expect(answer.status, answer.text).to.equal(303);
    return priya.get(answer.location as string);
  };
  const confirm = (path: string, fields: Fields = {}): Promise<Answer> => priya.post(path, fields);
  const count = async (like: string) => (await table('users').where('email', 'like', like)).length;

  it('is found from the list of users by who may add some', async () => {
    expect((await priya.get('/users')).text).to.include('href="/imports/new"');
    const page = await priya.get('/imports/new');
    expect(page.text).to.include('at most 2,000 people').and.include('type="file"');
  });

  it('shows who gets what in plain words, and adds nobody before that is confirmed', async () => {
    const { text } = await priya.get(await paste(list));
    expect(text).to.include('2 people will be added').and.include('1 person as Staff');
    expect(text).to.include('Ada Quill').and.include('Hopper, Grace');
    expect(text).to.include('class="ticks"').and.include('Add and invite 2 people');
    const { column_0: first, column_1: second, column_5: last } = fieldsOf(text);
    expect([first, second, last]).to.deep.equal([['name'], ['email'], ['job_title']]);
    expect(await count('%@import.example')).to.equal(0);
  });

  it('adds and invites everybody once, however often and from however many tabs it is confirmed', async () => {
    const path = await paste(list);
    const answers = await Promise.all([confirm(path), confirm(path), confirm(path)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 409, 409]);
    expect((await confirm(path)).status).to.equal(409);
    expect(await count('%@import.example')).to.equal(2);
    const ada = await personBy('ada@import.example');
    expect(ada.user).to.include({ name: 'Ada Quill', job_title: 'Writer', status: 'pending' });
    expect(ada.roles).to.deep.equal([await roleNamed('Staff')]);
    expect((await personBy('grace@import.example')).roles).to.have.length(2);
    expect((await lastMailTo('ada@import.example')).template).to.equal('invitation-team');
    expect((await priya.get(path)).text).to.include('2 people were added');
    const row = await table('user_imports')
      .where({ id: Number(path.split('/').at(-1)) })
      .first();
    expect(row).to.include({ content: '', added: 2 });
  });

  it('notes each person in the trail as one who is added singly', async () => {
    const path = await paste('Name,Email,Role\nNoa Trail,noa@trail.example,Staff');
    const entries = await leftBy(() => confirm(path));
    expect(entries.map(({ action, whom }) => [action, whom])).to.deep.equal([
      ['user.added', 'Noa Trail'],
      ['invitation.sent', 'Noa Trail'],
    ]);
  });

  it('says of each row on which line it stands and what to mend', async () => {
    const path = await paste(
      [
        'Name,Email,Role,Team',
        ',nobody@bad.example,Staff,',
        'No Address,,Staff,',
        'Odd,not an address,Staff,',
        'Twin,twin@bad.example,Staff,',
        'Twin Two,TWIN@bad.example,Staff,',
        'Here,jonas@example.com,Staff,',
        'Client,sofia@example.com,Staff,',
        'Wizard,wizard@bad.example,Wizard,',
        'Teamed,teamed@bad.example,Staff,Nowhere',
        'Roleless,roleless@bad.example,,',
        'Contact,contact@bad.example,Client,',
      ].join('\n'),
    );
    const { text } = await priya.get(path);
    for (const [line, told] of [
      [2, 'The name is missing.'],
      [3, 'The email address is missing.'],
      [4, 'This is not an email address.'],
      [6, 'The same address stands on line 5 already.'],
      [7, 'This person is in the team already.'],
      [8, 'Somebody already uses this address.'],
      [9, 'There is no role “Wizard” that you may give.'],
      [10, 'There is no team “Nowhere” that you may put people into.'],
      [11, 'The role is missing.'],
      [12, 'There is no role “Client” that you may give.'],
    ] as const)
      expect(text).to.match(new RegExp(`Line ${line}</span>[^<]*<br><span class="soft">${told}`));
    expect(text).to.include('10 rows will not do').and.include('1 person will be added');
  });

  it('adds nobody while a row will not do, unless it is to be left out', async () => {
    const path = await paste('Name,Email,Role\nGood,good@half.example,Staff\nBad,bad,Staff');
    const refused = await confirm(path);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('1 row will not do, so nobody was added.');
    expect(await count('%half.example')).to.equal(0);
    expect((await confirm(path, { leave_out: '1' })).status).to.equal(303);
    expect(await count('%half.example')).to.equal(1);
  });

  it('adds nobody at all when somebody was quicker with one of the addresses', async () => {
    const text =
      'Name,Email,Role\nFirst,first@race.example,Staff\nSecond,second@race.example,Staff';
    const [one, other] = [await paste(text), await paste(text)];
    const answers = await Promise.all([confirm(one), confirm(other)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
    // Found by the look before or, where both looked at once, by the database.
    const refused = answers.find(({ status }) => status === 422)?.text;
    expect(refused).to.match(
      /2 rows will not do, so nobody|The person on line 2 could not be added/,
    );
    expect(await count('%race.example')).to.equal(2);
  });

  it('lets the columns be told otherwise, and keeps that', async () => {
    const path = await paste('Who,Where,What\nAda,ada@columns.example,Staff');
    expect((await priya.get(path)).text).to.include('The name is missing.');
    const columns = { column_0: 'name', column_1: 'email', column_2: 'roles' };
    const { text } = await priya.get(`${path}?${new URLSearchParams(columns)}`);
    expect(text).to.include('1 person will be added');
    expect((await confirm(path, columns)).status).to.equal(303);
    expect(await count('%columns.example')).to.equal(1);
  });

  it('joins first and last names, and takes the headings that its own export has', async () => {
    const { text } = await priya.get(
      await paste('First name,Last name,Email,Roles\nAda,Quill,ada@joined.example,Staff'),
    );
    expect(text).to.include('Ada Quill').and.include('1 person will be added');
  });

  for (const [what, content] of [
    ['UTF-8', new TextEncoder().encode('Name,Email,Role\nZoë Ångström,zoe@code.example,Staff')],
    [
      'UTF-8 with its mark',
      new TextEncoder().encode('\uFEFFName,Email,Role\nZoë Ångström,zoe@code.example,Staff'),
    ],
    [
      'UTF-16 as Excel’s Unicode text',
      utf16('Name\tEmail\tRole\r\nZoë Ångström\tzoe@code.example\tStaff\r\n'),
    ],
    [
      'Windows-1252 with semicolons as Excel writes it',
      latin('Name;Email;Role\r\nZoë Ångström;zoe@code.example;Staff\r\n'),
    ],
  ] as const)
    it(`reads ${what}`, async () => {
      const { text } = await bring(content);
      expect(text).to.include('Zoë Ångström').and.include('1 person will be added');
    });

  it('refuses what is no table beside its field, with what was pasted kept', async () => {
    const torn = await priya.upload('/imports', { text: 'Name,Email\n"Ada,ada@x.example\n' }, []);
    expect(torn.status).to.equal(422);
    expect(torn.text)
      .to.include('The quotation marks on line')
      .and.include('&#34;Ada,ada@x.example');
    expect((await priya.upload('/imports', { text: '' }, [])).text).to.include(
      'There is nobody in it.',
    );
    const picture = { field: 'file', name: 'a.csv', content: new Uint8Array([1, 0, 2, 0, 3]) };
    const refused = await priya.upload('/imports', {}, [picture]);
    expect(refused.status).to.equal(422);
    const long = Array.from({ length: 2001 }, (_, at) => `A ${at},a${at}@long.example,Staff`);
    const tooMany = {
      field: 'file',
      name: 'a.csv',
      content: `Name,Email,Role\n${long.join('\n')}`,
    };
    expect((await priya.upload('/imports', {}, [tooMany])).text).to.include('at most 2000 people');
  });

  it('gives the rows that will not do to take away and mend, without formulas (CWE-1236)', async () => {
    const path = await paste('Name,Email,Role\n=1+1,bad,Staff\nGood,good@mend.example,Staff');
    const { text, headers } = await priya.get(`${path}/problems`);
    expect(headers.get('content-type')).to.include('text/csv');
    expect(text).to.include("'=1+1,bad,Staff,2,This is not an email address.");
    expect(text).not.to.include('good@mend.example');
  });

  it('is forgotten when it is thrown away', async () => {
    const path = await paste(list);
    expect((await priya.post(path, { _method: 'delete' })).location).to.equal('/users');
    expect((await priya.get(path)).status).to.equal(404);
  });
});

function utf16(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
}

function latin(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

import { type Translate, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { initials } from '../../core/text/index.js';
import { inPlainWords } from './grants.presenter.js';
import type { Newcomer } from './newcomers.service.js';

/** What somebody new will get, in plain words, before anything is sent. */
export function presentReview(actor: Actor, newcomer: Newcomer, hasMail: boolean) {
  const t = translatorFor(actor.locale);
  const { audience, name, email, scopes, projects, teamProjects } = newcomer;
  const chosen = projects.map((project) => project.name);
  return {
    title: t('people.review.title', { name }),
    action: audience === 'team' ? '/users' : '/clients',
    portrait: { name, initials: initials(name), hue: 'slate', photoUrl: null },
    name,
    email,
    facts: presentFacts(t, newcomer),
    words: {
      title: t('people.review.can', { name }),
      lines: inPlainWords(t, audience, scopes),
    },
    projects: [...new Set([...chosen, ...teamProjects])],
    noProject: t(`people.review.no_project_${audience}`),
    ...presentSending(t, newcomer, hasMail),
  };
}

function presentFacts(t: Translate, newcomer: Newcomer) {
  const { roles, teams, places, companyId, companyName, phone, jobTitle } = newcomer;
  const facts = [
    { label: t('people.fields.role'), text: roles.map((role) => role.name).join(', ') },
    {
      label: t('teams.title'),
      text: teams.map((team) => team.name).join(', '),
    },
    ...places.map(({ name, roles }) => ({
      label: t('people.places.in', { name }),
      text: roles.map((role) => role.name).join(', '),
    })),
    { label: t('contacts.fields.job_title'), text: jobTitle },
    { label: t('contacts.fields.phone'), text: phone },
    {
      label: t('contacts.fields.company'),
      text:
        companyName && companyId === null
          ? t('contacts.review.new_company', { name: companyName })
          : companyName,
    },
  ];
  return facts.filter((fact) => fact.text);
}

function presentSending(t: Translate, { arrival, name, email }: Newcomer, hasMail: boolean) {
  if (arrival.by === 'invitation') {
    return {
      button: t(hasMail ? 'people.review.send' : 'people.review.make_link'),
      sending: {
        icon: hasMail ? 'mail' : 'link',
        title: t(hasMail ? 'people.review.mail_title' : 'people.review.link_title', { email }),
        text: t(hasMail ? 'people.review.mail_text' : 'people.review.link_text', { name }),
      },
    };
  }
  const how = arrival.password === null ? 'generated' : 'typed';
  return {
    button: t('people.review.create'),
    sending: {
      icon: 'key-round',
      title: t(`people.review.password_${how}`, { name }),
      text: t(hasMail ? 'people.review.password_text' : 'people.review.password_text_no_mail'),
    },
  };
}

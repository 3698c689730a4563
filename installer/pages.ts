import { localeOf, type Request, type Response, render, view } from '../server/core/http/index.js';
import { translatorFor } from '../server/core/locale/index.js';
import { installation } from './installation.js';
import { passedSteps, type StepName, stepNames } from './state.js';

const views: Record<StepName, string> = {
  welcome: view('installer/welcome'),
  database: view('installer/database'),
  administrator: view('installer/administrator'),
  organisation: view('installer/organisation'),
  email: view('installer/email'),
  license: view('installer/license'),
  finish: view('installer/finish'),
};

/** Shows a step with the list of all steps beside it. */
export function showStep(
  request: Request,
  response: Response,
  step: StepName,
  data: Record<string, unknown>,
): void {
  showPage(request, response, views[step], { ...data, step });
}

/** Shows another page that belongs to a step. */
export function showPage(
  request: Request,
  response: Response,
  name: string,
  data: Record<string, unknown> & { step?: StepName },
): void {
  const t = translatorFor(localeOf(request));
  const { step } = data;
  render(request, response, name, {
    layout: 'public',
    home: false,
    aside: t('installer.aside'),
    title: t(step ? `installer.steps.${step}` : 'installer.title'),
    steps: step ? presentSteps(step, t) : [],
    back: step ? stepBefore(step) : undefined,
    ...data,
  });
}

/** Address of a step. */
export function addressOf(step: StepName): string {
  return `/install/${step}`;
}

/** The step after this one. */
export function stepAfter(step: StepName): StepName {
  return stepNames[stepNames.indexOf(step) + 1] ?? 'finish';
}

function stepBefore(step: StepName): string | undefined {
  const before = stepNames[stepNames.indexOf(step) - 1];
  return before ? addressOf(before) : undefined;
}

function presentSteps(current: StepName, t: (key: string) => string) {
  const passed = passedSteps(installation().config);
  return stepNames.map((name) => ({
    label: t(`installer.steps.${name}`),
    state: name === current ? 'now' : passed.includes(name) ? 'done' : 'next',
  }));
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Config, writePrivateFile } from '../server/core/config/index.js';
import { decrypt, encrypt, SecretError } from '../server/core/crypto/index.js';

/** The steps in their order; the answers of an unattended installation go by the same names. */
export const stepNames = [
  'welcome',
  'database',
  'administrator',
  'organisation',
  'email',
  'license',
  'finish',
] as const;

export type StepName = (typeof stepNames)[number];

/** How the database is reached, without its password. */
export interface DatabaseAnswer {
  engine: 'sqlite' | 'postgres' | 'mysql';
  file: string;
  host: string;
  port: number;
  name: string;
  user: string;
  tls: boolean;
  /** Encrypted. */
  password: string;
}

export interface AdministratorAnswer {
  name: string;
  email: string;
  /** Encrypted: the hash of the password. */
  passwordHash: string;
}

export interface OrganisationAnswer {
  name: string;
  base_url: string;
  timezone: string;
  currency: string;
  locale: string;
  color: string;
  /** Key of the stored logo, or ''. */
  logo: string;
}

export interface EmailAnswer {
  /** Left for later: nothing below counts. */
  isSkipped: boolean;
  host: string;
  port: number;
  security: 'starttls' | 'tls' | 'none';
  user: string;
  /** Encrypted. */
  password: string;
  from_name: string;
  from_address: string;
  reply_to: string;
}

export interface LicenseAnswer {
  /** '' means the trial. */
  key: string;
}

/** What has been answered so far. Secrets stand in it encrypted only. */
export interface Answers {
  database?: DatabaseAnswer;
  administrator?: AdministratorAnswer;
  organisation?: OrganisationAnswer;
  email?: EmailAnswer;
  license?: LicenseAnswer;
}

interface Stored {
  passed: StepName[];
  answers: Answers;
}

/** The steps that were passed, in their order. */
export function passedSteps(config: Config): StepName[] {
  const { passed } = readState(config);
  return stepNames.filter((name) => passed.includes(name));
}

/** The first step that was not passed yet: where a set-up goes on after a restart. */
export function nextStep(config: Config): StepName {
  const { passed } = readState(config);
  return stepNames.find((name) => !passed.includes(name)) ?? 'finish';
}

/** What was answered so far. */
export function answersSoFar(config: Config): Answers {
  return readState(config).answers;
}

/** Keeps an answer without passing its step. */
export function keepAnswers(config: Config, answers: Answers): void {
  const state = readState(config);
  write(config, { ...state, answers: { ...state.answers, ...answers } });
}

/** Keeps a step's answer and counts the step as passed. */
export function passStep(config: Config, step: StepName, answers: Answers = {}): void {
  const state = readState(config);
  write(config, {
    passed: [...new Set([...state.passed, step])],
    answers: { ...state.answers, ...answers },
  });
}

/** A step must be answered again, because what it named is not there any more. */
export function reopenStep(config: Config, step: StepName): void {
  const state = readState(config);
  write(config, { ...state, passed: state.passed.filter((name) => name !== step) });
}

/** The set-up is finished: what was answered stands in the database now. */
export function forgetState(config: Config): void {
  rmSync(stateFile(config), { force: true });
}

/** A secret as it stands in the state; '' stays ''. */
export function sealed(secret: string): string {
  return secret === '' ? '' : encrypt(secret);
}

/** A secret of the state in plain; undefined when it was sealed under another secret key. */
export function unsealed(secret: string): string | undefined {
  if (secret === '') return '';
  try {
    return decrypt(secret);
  } catch (error) {
    if (error instanceof SecretError) return undefined;
    throw error;
  }
}

/** A damaged file costs the answers given so far, nothing else. */
function readState(config: Config): Stored {
  const file = stateFile(config);
  if (!existsSync(file)) return { passed: [], answers: {} };
  try {
    const { passed, answers } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Stored>;
    return { passed: passed ?? [], answers: answers ?? {} };
  } catch {
    return { passed: [], answers: {} };
  }
}

function write(config: Config, state: Stored): void {
  writePrivateFile(stateFile(config), `${JSON.stringify(state, null, 2)}\n`);
}

function stateFile(config: Config): string {
  return path.join(config.dataDirectory, 'install.json');
}

/** Scenario files: text to a validated document and back. */
import { canonicalJson } from './canonical';
import { migrate } from './migrate';
import { DocumentError, formatPath, type Problem } from './problem';
import { FORMAT, VERSION, scenario, type Scenario } from './schema';
import { suggest } from '../util/suggest';
import type { z } from './schema/zod';

/**
 * @param text of a .doflow file
 * @throws DocumentError naming each faulty field by its path
 */
export function parseDocument(text: string): { document: Scenario; migrated: boolean } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new DocumentError([
      {
        severity: 'error',
        path: '',
        message: `this is not a scenario file: ${(error as Error).message}`,
        advice: 'a .doflow file is one JSON document',
      },
    ]);
  }
  const { document, migrated } = migrate(raw);
  return { document: validateDocument(document), migrated };
}

/** @throws DocumentError naming each faulty field by its path */
export function validateDocument(raw: unknown): Scenario {
  const { format, version } = (raw ?? {}) as { format?: unknown; version?: unknown };
  const refuse = (path: string, message: string, advice?: string): never => {
    throw new DocumentError([{ severity: 'error', path, message, advice }]);
  };
  if (format !== FORMAT)
    refuse('format', `this is not a scenario file: its format is ${JSON.stringify(format)}, not "${FORMAT}"`);
  if (typeof version === 'number' && version > VERSION)
    refuse(
      'version',
      `this file is of version ${version}, and this Doflow reads up to version ${VERSION}`,
      'open it with a newer Doflow',
    );
  const parsed = scenario.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new DocumentError(parsed.error.issues.flatMap((issue) => problemsOf(issue, raw)));
}

/** A document without events is written without the section, as versions wrote it that had none. */
export function serializeDocument(document: Scenario): string {
  const parsed = scenario.parse(document);
  return canonicalJson({ ...parsed, events: parsed.events.length === 0 ? undefined : parsed.events });
}

/** A fresh document that simulates: nothing in it yet. */
export const emptyDocument = (title = 'Untitled'): Scenario =>
  scenario.parse({ format: FORMAT, version: VERSION, about: { title } });

function problemsOf(issue: z.core.$ZodIssue, raw: unknown): Problem[] {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      severity: 'error',
      path: path === '' ? key : `${path}.${key}`,
      message: `there is no field "${key}" here`,
      advice: 'remove it, or check its spelling',
    }));
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
    const given = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], raw);
    const near = typeof given === 'string' ? suggest(given, options) : undefined;
    return [
      {
        severity: 'error',
        path,
        message: given === undefined ? 'the kind is missing' : `no kind ${JSON.stringify(given)}`,
        advice: near === undefined ? `use one of ${options.join(', ')}` : `did you mean "${near}"?`,
      },
    ];
  }
  return [{ severity: 'error', path, message: issue.message }];
}

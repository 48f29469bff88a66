/** Older versions of the format, brought up to date one version at a time. */
import { VERSION } from './schema';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Version 1 wrote a mechanism's effects as { variable: coefficient } and the time unit as about.timeUnit. */
function fromVersion1(document: Json): Json {
  const about = isObject(document.about) ? { ...document.about } : {};
  if ('timeUnit' in about) {
    about.time = { unit: about.timeUnit, start: 0 };
    delete about.timeUnit;
  }
  const mechanisms = Array.isArray(document.mechanisms)
    ? document.mechanisms.map((mechanism: unknown) => {
        if (!isObject(mechanism) || !isObject(mechanism.effects)) return mechanism;
        return {
          ...mechanism,
          effects: Object.entries(mechanism.effects).map(([variable, coefficient]) => ({ variable, coefficient })),
        };
      })
    : document.mechanisms;
  return { ...document, about, ...(mechanisms === undefined ? {} : { mechanisms }) };
}

/** steps[v] brings version v to v + 1 */
const steps: Readonly<Record<number, (document: Json) => Json>> = { 1: fromVersion1 };

/** @returns the document at the present version; one that is newer or not a scenario is returned as it is */
export function migrate(document: unknown): { document: unknown; migrated: boolean } {
  if (!isObject(document)) return { document, migrated: false };
  let current = document,
    migrated = false;
  for (let version = Number(current.version); version < VERSION && steps[version] !== undefined; version++) {
    current = { ...steps[version](current), version: version + 1 };
    migrated = true;
  }
  return { document: current, migrated };
}

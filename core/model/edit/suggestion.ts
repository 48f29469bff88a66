/** A suggested law put in the place of a network, its constants as parameters that a fit goes on refining. */
import { scaledText, significant, termText, type WeightedTerm } from '../rate-terms';
import type { Action, Mechanism, Parameter, Regulator, Scenario } from '../schema';
import { unitText } from '../unit-text';
import { addParameter, withRoles } from './add';
import { changed } from './edited';
import { pruneNetworks } from './network';
import { dropActions, dropOrphans } from './remove';
import { coefficientOf, hillForm, libraryForm, type Constant, type HillForm } from './suggested-law';

/** Where a network acts: the law of a mechanism, or the regulator at a place in its list. */
export interface NeuralPlace {
  readonly mechanism: string;
  readonly regulator: number | null;
}

/**
 * Puts the sum of the terms in the place of a network: as a law of the library, perhaps with a regulator, where it is one exactly, else as an expression. Its
 * constants become estimated parameters, an order of magnitude around what they are, also of the fits that estimate the network by name.
 * Causes that the new law does not read are causes no longer, and cuts and holds of their arrows go; the network goes where nothing else
 * uses it.
 * @param terms of causes of that place
 * @returns the same document where no network acts there, or there is no term
 */
export function acceptSuggestion(document: Scenario, place: NeuralPlace, terms: readonly WeightedTerm[]): Scenario {
  const mechanism = document.mechanisms.find(({ id }) => id === place.mechanism),
    regulator = place.regulator === null ? undefined : mechanism?.regulators[place.regulator],
    before = place.regulator === null ? mechanism?.law : regulator?.law;
  if (mechanism === undefined || before?.kind !== 'neural' || terms.length === 0) return document;
  const constants = new Constants(document, mechanism, before.network, regulator !== undefined);
  const next =
    regulator === undefined
      ? withLaw(mechanism, terms, constants)
      : withFactor(mechanism, place.regulator!, regulator, terms, constants);
  const causes = new Set([...next.inputs, ...next.regulators].map(({ variable }) => variable));
  const isGone = (action: Action): boolean =>
    (action.action === 'cut' || action.action === 'hold') && action.mechanism === mechanism.id && !causes.has(action.variable);
  const placed = { ...constants.document, mechanisms: changed(document.mechanisms, mechanism.id, () => next) };
  return pruneNetworks(dropOrphans(dropActions(placed, isGone), [before.network]));
}

/** Makes the parameters of the new law, one after the other. */
class Constants {
  document: Scenario;
  readonly #network: string;
  readonly #mechanism: Mechanism;
  readonly #isFactor: boolean;

  constructor(document: Scenario, mechanism: Mechanism, network: string, isFactor: boolean) {
    this.document = document;
    this.#mechanism = mechanism;
    this.#network = network;
    this.#isFactor = isFactor;
  }

  /** @returns the id of the parameter that was made */
  make(stem: string, constant: Constant): string {
    const value = significant(constant.value),
      bounds = [significant(value / 10), significant(value * 10)].sort((a, b) => a - b) as [number, number],
      unit = this.#unit(constant),
      of = this.document.networks.find(({ id }) => id === this.#network)?.name ?? this.#network;
    const parameter: Parameter = {
      id: `${stem}_${this.#mechanism.id}`,
      value,
      ...(unit === undefined ? {} : { unit }),
      scale: value > 0 ? 'log10' : 'linear',
      bounds,
      estimate: true,
      source: { kind: 'derived', text: `sparse regression on what the network ${of} has learned` },
    };
    const made = addParameter(this.document, parameter);
    const fits = made.document.fits.map((fit) =>
      fit.parameters?.includes(this.#network) ? { ...fit, parameters: [...fit.parameters, made.id] } : fit,
    );
    this.document = { ...made.document, fits };
    return made.id;
  }

  /** Known where every variable of it has a unit, and for a law where all that it changes has the same one. */
  #unit({ rate, of }: Constant): string | undefined {
    const { variables, about } = this.document,
      unitOf = (id: string): string | undefined => variables.find((variable) => variable.id === id)?.unit;
    const { effects } = this.#mechanism,
      changes = new Set(
        effects.map(({ variable, coefficient }) => (typeof coefficient === 'number' ? unitOf(variable) : undefined)),
      );
    const changed = changes.size === 1 ? [...changes][0] : undefined;
    return unitText([
      ...(this.#isFactor ? [] : [[changed, rate] as const, [about.time.unit, -rate] as const]),
      ...Object.entries(of).map(([id, exponent]) => [unitOf(id), exponent] as const),
    ]);
  }
}

function withLaw(mechanism: Mechanism, terms: readonly WeightedTerm[], constants: Constants): Mechanism {
  const form = libraryForm(terms);
  // a mechanism has one regulator of a variable at most
  if (form === null || mechanism.regulators.some(({ variable }) => variable === form.regulator?.variable)) {
    const expression = expressionOf(terms, constants),
      read = new Set(terms.flatMap(readBy));
    const inputs = mechanism.inputs.filter(({ variable }) => read.has(variable));
    return { ...mechanism, law: { kind: 'custom', expression }, inputs: withRoles(inputs, 'custom') };
  }
  const parameters = Object.fromEntries(
    Object.entries(form.constants).map(([slot, constant]) => [slot, constants.make(slot, constant)]),
  );
  const inputs = form.inputs.map(({ variable, order }) => ({ variable, role: 'input', ...(order === 1 ? {} : { order }) }));
  return {
    ...mechanism,
    law: { kind: form.kind, parameters: { ...parameters, ...form.numbers } },
    inputs: withRoles(inputs, form.kind),
    regulators:
      form.regulator === undefined
        ? mechanism.regulators
        : [...mechanism.regulators, hillRegulator(form.regulator.variable, form.regulator, constants)],
  };
}

const hillRegulator = (variable: string, { half, h, activates }: HillForm, constants: Constants): Regulator => ({
  variable,
  kind: activates ? 'activation' : 'inhibition',
  law: { kind: 'hill', K: constants.make(`K_${variable}`, half), h },
});

function withFactor(
  mechanism: Mechanism,
  place: number,
  regulator: Regulator,
  terms: readonly WeightedTerm[],
  constants: Constants,
): Mechanism {
  const { variable } = regulator,
    hill = hillForm(terms, variable);
  const next: Regulator =
    hill === null
      ? { ...regulator, law: { kind: 'custom', expression: expressionOf(terms, constants) } }
      : hillRegulator(variable, hill, constants);
  return { ...mechanism, regulators: mechanism.regulators.with(place, next) };
}

const readBy = ({ factors, saturation }: WeightedTerm): string[] => [
  ...Object.keys(factors),
  ...(saturation === undefined ? [] : [saturation.variable]),
];

/** The sum with parameters in the place of its numbers; Hill exponents stay. */
const expressionOf = (terms: readonly WeightedTerm[], constants: Constants): string =>
  terms
    .map((term, i) => {
      const coefficient = constants.make(terms.length === 1 ? 'c' : `c${i + 1}`, coefficientOf(term));
      const { saturation } = term;
      if (saturation === undefined) return scaledText(coefficient, termText(term));
      const { variable, K } = saturation;
      return scaledText(
        coefficient,
        termText(term, constants.make(`K_${variable}`, { value: K, rate: 0, of: { [variable]: 1 } })),
      );
    })
    .join(' + ');

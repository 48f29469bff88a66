/** What edits of a model's parts do to the regularisers of its fits: ids are renamed, and what lost its subject goes. */
import { estimatedNetworks } from '../regularisers';
import type { Fit, Regulariser, Scenario } from '../schema';
import { compact } from './edited';
import type { ReferenceMap } from './references';
import { namesIn } from './tokens';

/** @returns the regulariser with every id that it names changed */
export function mapRegulariser(one: Regulariser, { id: rename, expression }: ReferenceMap): Regulariser {
  switch (one.kind) {
    case 'rate-bound':
      return { ...one, mechanism: rename(one.mechanism), most: typeof one.most === 'string' ? expression(one.most) : one.most };
    case 'smoothness':
      return { ...one, of: rename(one.of) };
    case 'lipschitz':
      return { ...one, network: rename(one.network) };
    case 'weight-decay':
      return one.networks === undefined ? one : { ...one, networks: one.networks.map(rename) };
    case 'detailed-balance':
      return {
        ...one,
        pairs: one.pairs.map(({ forward, backward }) => ({ forward: rename(forward), backward: rename(backward) })),
      };
  }
}

/** Takes out of every fit what a regulariser says of parts that the document does not have, and the regularisers left without any. */
export function pruneRegularisers(document: Scenario): Scenario {
  if (document.fits.every(({ regularisers }) => regularisers === undefined)) return document;
  const has = (section: 'mechanisms' | 'networks' | 'variables' | 'parameters' | 'observables', id: string): boolean =>
    document[section].some((part) => part.id === id);
  const areThere = (names: readonly string[]): boolean =>
    names.every((id) => id === 't' || has('variables', id) || has('parameters', id) || has('observables', id));
  const kept = (one: Regulariser, fit: Fit): Regulariser[] => {
    switch (one.kind) {
      case 'rate-bound':
        return has('mechanisms', one.mechanism) && areThere(namesIn(one.most)) ? [one] : [];
      case 'smoothness':
        return has('variables', one.of) || has('observables', one.of) ? [one] : [];
      case 'lipschitz':
        return has('networks', one.network) ? [one] : [];
      case 'weight-decay': {
        const networks = one.networks?.filter((id) => has('networks', id));
        // without a list it is of all that are estimated
        const isEmpty = networks === undefined ? estimatedNetworks(document, fit).length === 0 : networks.length === 0;
        return isEmpty ? [] : [compact({ ...one, networks })];
      }
      case 'detailed-balance': {
        const pairs = one.pairs.filter((pair) => has('mechanisms', pair.forward) && has('mechanisms', pair.backward));
        return pairs.length === 0 ? [] : [{ ...one, pairs }];
      }
    }
  };
  const fits = document.fits.map((fit): Fit => {
    if (fit.regularisers === undefined) return fit;
    const regularisers = fit.regularisers.flatMap((one) => kept(one, fit));
    return compact({ ...fit, regularisers: regularisers.length === 0 ? undefined : regularisers });
  });
  return { ...document, fits };
}

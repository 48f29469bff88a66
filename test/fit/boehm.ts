/**
 * Dimerisation of STAT5A and STAT5B after a pulse of erythropoietin, written as a scenario by hand (Boehm et al., J. Proteome Res. 13
 * (2014) 5685–5694); its 48 measurements are read in place from the collection of PEtab problems.
 */
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';
import { hasMaterial, readTable } from '../material';

const FOLDER = ['petab_benchmark', 'Boehm_JProteomeRes2014'] as const;
export const hasBoehm = hasMaterial(...FOLDER);

/** volumes of cytoplasm and nucleus in pl */
const CYTOPLASM = 1.4,
  NUCLEUS = 0.45;

const nominal: Readonly<Record<string, number>> = {
  Epo_degradation_BaF3: 0.026982514033029,
  k_exp_hetero: 1.00067973851508e-5,
  k_exp_homo: 0.006170228086381,
  k_imp_hetero: 0.0163679184468,
  k_imp_homo: 97749.3794024716,
  k_phos: 15766.5070195731,
  sd_pSTAT5A_rel: 3.85261197844677,
  sd_pSTAT5B_rel: 6.59147818673419,
  sd_rSTAT5A_rel: 3.15271275648527,
};
const states: Readonly<Record<string, string | number>> = {
  STAT5A: '207.6*ratio',
  STAT5B: '207.6*(1 - ratio)',
  pApB: 0,
  pApA: 0,
  pBpB: 0,
  nucpApA: 0,
  nucpApB: 0,
  nucpBpB: 0,
};
type Step = readonly [id: string, rate: string, inputs: readonly string[], effects: Readonly<Record<string, number>>];
const into = CYTOPLASM / NUCLEUS,
  out = NUCLEUS / CYTOPLASM;
const steps: readonly Step[] = [
  ['phosphorylate_AA', 'Epo*k_phos*STAT5A^2', ['Epo', 'STAT5A'], { STAT5A: -2, pApA: 1 }],
  ['phosphorylate_AB', 'Epo*k_phos*STAT5A*STAT5B', ['Epo', 'STAT5A', 'STAT5B'], { STAT5A: -1, STAT5B: -1, pApB: 1 }],
  ['phosphorylate_BB', 'Epo*k_phos*STAT5B^2', ['Epo', 'STAT5B'], { STAT5B: -2, pBpB: 1 }],
  ['import_AA', 'k_imp_homo*pApA', ['pApA'], { pApA: -1, nucpApA: into }],
  ['import_AB', 'k_imp_hetero*pApB', ['pApB'], { pApB: -1, nucpApB: into }],
  ['import_BB', 'k_imp_homo*pBpB', ['pBpB'], { pBpB: -1, nucpBpB: into }],
  ['export_AA', 'k_exp_homo*nucpApA', ['nucpApA'], { nucpApA: -1, STAT5A: 2 * out }],
  ['export_AB', 'k_exp_hetero*nucpApB', ['nucpApB'], { nucpApB: -1, STAT5A: out, STAT5B: out }],
  ['export_BB', 'k_exp_homo*nucpBpB', ['nucpBpB'], { nucpBpB: -1, STAT5B: 2 * out }],
];
const A = 'pApB + STAT5A*specC17 + 2*pApA*specC17',
  B = 'pApB + STAT5B*(1 - specC17) + 2*pBpB*(1 - specC17)';
const observables: Readonly<Record<string, string>> = {
  pSTAT5A_rel: `(100*pApB + 200*pApA*specC17)/(${A})`,
  pSTAT5B_rel: `(100*pApB + 200*pBpB*(1 - specC17))/(${B})`,
  rSTAT5A_rel: `(100*pApB + 100*STAT5A*specC17 + 200*pApA*specC17)/(${A} + ${B})`,
};

/** @param starts of its one fit, `all`  @param solver settings of the document's solver */
export function boehm(starts = 1, solver: Record<string, unknown> = {}): Scenario {
  const measurements = readTable('\t', ...FOLDER, `measurementData_${FOLDER[1]}.tsv`).map((row) => ({
    condition: 'epo',
    observable: row.observableId,
    time: Number(row.time),
    value: Number(row.measurement),
  }));
  return makeDocument({
    about: { title: 'STAT5 dimerisation', time: { unit: 'min', start: 0 } },
    variables: [
      ...Object.entries(states).map(([id, initial]) => ({ id, name: id, kind: 'state', initial })),
      { id: 'Epo', name: 'Epo', kind: 'input', expression: '1.25e-7*exp(-Epo_degradation_BaF3*t)' },
    ],
    parameters: [
      ...Object.entries(nominal).map(([id, value]) => ({ id, value, scale: 'log10', bounds: [1e-5, 1e5], estimate: true })),
      { id: 'ratio', value: 0.693 },
      { id: 'specC17', value: 0.107 },
    ],
    mechanisms: steps.map(([id, expression, inputs, effects]) => ({
      id,
      name: id,
      law: { kind: 'custom', expression },
      inputs: inputs.map((variable) => ({ variable })),
      effects: Object.entries(effects).map(([variable, coefficient]) => ({ variable, coefficient })),
    })),
    observables: Object.entries(observables).map(([id, expression]) => ({
      id,
      name: id,
      expression,
      noise: { model: 'normal', sigma: `sd_${id}` },
    })),
    conditions: [{ id: 'epo', name: 'Epo' }],
    data: { measurements },
    fits: [{ id: 'all', name: 'all', starts }],
    solver: { rtol: 1e-8, atol: 1e-10, ...solver },
  });
}

/** pyPESTO's costs and gradients at five points, parameters on the log10 scale by id */
export const boehmPoints = (): { parameters: Record<string, number>; cost: number; gradient: Record<string, number> }[] => {
  const numbers = (row: Record<string, string>): Record<string, number> =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, Number(cell)]));
  const table = (name: string): Record<string, number>[] =>
    readTable(',', FOLDER[0], '_ground_truth', `Boehm_${name}_PyPesto.csv`).map(numbers);
  const [costs, gradients] = [table('Cost'), table('Grad')];
  return table('Parameters').map((parameters, i) => ({ parameters, cost: costs[i].Cost, gradient: gradients[i] }));
};

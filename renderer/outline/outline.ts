/** The document as an outline: each part with a short line of what it is. */
import { laws } from '../../core/model/laws';
import type { Mechanism, Scenario } from '../../core/model/schema';
import type { SidebarTab } from '../state/workbench.svelte';
import { formatNumber, plural, withUnit } from '../ui/format';

export interface OutlineItem {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly panel: SidebarTab;
}
export interface OutlineGroup {
  readonly title: string;
  readonly items: readonly OutlineItem[];
  readonly open: boolean;
  /** shown even when empty */ readonly always: boolean;
  /** id of the action that adds one */ readonly add?: string;
}

export function outlineOf(document: Scenario): OutlineGroup[] {
  const names = new Map(document.variables.map(({ id, name }) => [id, name]));
  return [
    {
      title: 'Variables',
      open: true,
      always: true,
      add: 'model.addVariable',
      items: document.variables.map((variable) => ({
        id: variable.id,
        name: variable.name,
        panel: 'inspector',
        detail:
          variable.kind === 'state'
            ? withUnit(typeof variable.initial === 'number' ? formatNumber(variable.initial) : variable.initial, variable.unit)
            : variable.kind,
      })),
    },
    {
      title: 'Mechanisms',
      open: true,
      always: true,
      items: document.mechanisms.map((mechanism) => {
        const detail = sentence(mechanism, names);
        return {
          id: mechanism.id,
          name: mechanism.name,
          detail: detail === mechanism.name ? laws[mechanism.law.kind].name : detail,
          panel: 'inspector',
        };
      }),
    },
    {
      title: 'Parameters',
      open: false,
      always: true,
      add: 'model.addParameter',
      items: document.parameters.map(({ id, name, value, unit }) => ({
        id,
        name: name ?? id,
        detail: withUnit(formatNumber(value), unit),
        panel: 'inspector',
      })),
    },
    {
      title: 'Observables',
      open: false,
      always: true,
      add: 'model.addObservable',
      items: document.observables.map(({ id, name, expression }) => ({ id, name, detail: expression, panel: 'inspector' })),
    },
    {
      title: 'Events',
      open: false,
      always: true,
      add: 'model.addEvent',
      items: document.events.map(({ id, name, trigger }) => ({ id, name, detail: `when ${trigger}`, panel: 'inspector' })),
    },
    {
      title: 'Conditions',
      open: false,
      always: true,
      add: 'model.addCondition',
      items: document.conditions.map(({ id, name, overrides, interventions, preEquilibration }) => ({
        id,
        name,
        detail: conditionDetail(Object.keys(overrides).length, interventions.length, preEquilibration !== undefined),
        panel: 'inspector',
      })),
    },
    {
      title: 'Interventions',
      open: false,
      always: false,
      items: document.interventions.map(({ id, name, actions }) => ({
        id,
        name,
        detail: plural(actions.length, 'action'),
        panel: 'interventions',
      })),
    },
  ];
}

/** @returns such as "Antigen → Effector cells, inhibited by TGF-β" */
export function sentence({ law, inputs, effects, regulators }: Mechanism, names: ReadonlyMap<string, string>): string {
  const name = (id: string): string => names.get(id) ?? id;
  const causes = [...new Set(inputs.map(({ variable }) => name(variable)))].join(' + ');
  const changes = effects
    .map(({ variable, coefficient }) =>
      typeof coefficient === 'number' && coefficient < 0 ? `−${name(variable)}` : name(variable),
    )
    .join(', ');
  const regulated = regulators
    .map(({ variable, kind }) => `${kind === 'activation' ? 'activated' : 'inhibited'} by ${name(variable)}`)
    .join(', ');
  return [`${causes || laws[law.kind].name} → ${changes || 'nothing'}`, regulated].filter(Boolean).join(', ');
}

const conditionDetail = (values: number, interventions: number, isAtRest: boolean): string =>
  [values > 0 && plural(values, 'value'), interventions > 0 && plural(interventions, 'intervention'), isAtRest && 'from rest']
    .filter(Boolean)
    .join(', ') || 'as in the model';

/** The actions of the solver clinic, for the one list. */
import type { ClinicTab } from '../state/clinic.svelte';
import type { Workbench } from '../state/workbench.svelte';
import type { Action } from './action';

function open(workbench: Workbench, tab: ClinicTab): void {
  workbench.workspace = 'clinic';
  workbench.clinic.tab = tab;
}
const isIdle = ({ document, clinic }: Workbench): boolean =>
  document !== null && ![clinic.work, clinic.steps, clinic.audit].some(({ running }) => running);

export const clinicActions: readonly Action[] = [
  {
    id: 'clinic.measure',
    label: 'Measure every solver method on this model',
    group: 'Clinic',
    when: isIdle,
    run: (workbench) => {
      open(workbench, 'work-precision');
      workbench.clinic.runWork();
    },
  },
  {
    id: 'clinic.steps',
    label: 'Follow the step sizes',
    group: 'Clinic',
    when: isIdle,
    run: (workbench) => {
      open(workbench, 'step-sizes');
      workbench.clinic.runSteps();
    },
  },
  {
    id: 'clinic.stability',
    label: 'Try fixed steps and see where methods turn unstable',
    group: 'Clinic',
    when: ({ document }) => document !== null,
    run: (workbench) => open(workbench, 'stability'),
  },
  {
    id: 'clinic.audit',
    label: 'Audit the gradient',
    group: 'Clinic',
    when: isIdle,
    run: (workbench) => {
      open(workbench, 'gradients');
      workbench.clinic.runAudit();
    },
  },
  {
    id: 'clinic.cancel',
    label: 'Stop the clinic’s computation',
    group: 'Clinic',
    when: ({ clinic }) => [clinic.work, clinic.steps, clinic.audit].some(({ running }) => running),
    run: ({ clinic }) => {
      for (const job of [clinic.work, clinic.steps, clinic.audit]) job.cancel();
    },
  },
];

/** The actions of the solver clinic, for the one list. */
import type { Clinic, ClinicTab } from '../state/clinic.svelte';
import type { Workbench } from '../state/workbench.svelte';
import type { Action } from './action';

const isIdle = ({ document, clinic }: Workbench): boolean => document !== null && !clinic.running;

/** Shows a view of the clinic, and sets its computation going. */
const show =
  (tab: ClinicTab, start: (clinic: Clinic) => void = () => {}) =>
  (workbench: Workbench): void => {
    workbench.workspace = 'clinic';
    workbench.clinic.tab = tab;
    start(workbench.clinic);
  };

export const clinicActions: readonly Action[] = [
  {
    id: 'clinic.measure',
    label: 'Measure every solver method on this model',
    group: 'Clinic',
    when: isIdle,
    run: show('work-precision', (clinic) => clinic.runWork()),
  },
  {
    id: 'clinic.steps',
    label: 'Follow the step sizes',
    group: 'Clinic',
    when: isIdle,
    run: show('step-sizes', (clinic) => clinic.runSteps()),
  },
  {
    id: 'clinic.stability',
    label: 'Try fixed steps and see where methods turn unstable',
    group: 'Clinic',
    when: ({ document }) => document !== null,
    run: show('stability'),
  },
  {
    id: 'clinic.depth',
    label: 'Map the depth that each input needs',
    group: 'Clinic',
    when: isIdle,
    run: show('depth', (clinic) => clinic.depth.run()),
  },
  {
    id: 'clinic.checkpoints',
    label: 'Measure the checkpoint schedules',
    group: 'Clinic',
    when: isIdle,
    run: show('checkpoints', (clinic) => clinic.runCheckpoints()),
  },
  {
    id: 'clinic.audit',
    label: 'Audit the gradient',
    group: 'Clinic',
    when: isIdle,
    run: show('gradients', (clinic) => clinic.runAudit()),
  },
  {
    id: 'clinic.cancel',
    label: 'Stop the clinic’s computation',
    group: 'Clinic',
    when: ({ clinic }) => clinic.running,
    run: ({ clinic }) => clinic.cancel(),
  },
];

/** The one list of actions. Their ids are also those of the desktop's menu. */
import {
  addCondition,
  addEvent,
  addObservable,
  addParameter,
  duplicate,
  networkUses,
  remove,
  sectionOf,
  type Edited,
} from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import type { Workbench } from '../state/workbench.svelte';
import type { Action } from './action';
import { clinicActions } from './clinic';
import { importMeasurements } from '../import/open-table';
import { exportReport, newDocument, openDialog, save } from './files';

const isOpen = ({ document }: Workbench): boolean => document !== null;
const hasSelection = (workbench: Workbench): boolean => isOpen(workbench) && selectedParts(workbench).length > 0;
const hasCopyable = ({ document, selection }: Workbench): boolean =>
  document !== null && [...document.variables, ...document.mechanisms].some(({ id }) => selection.has(id));
const onCanvas = (workbench: Workbench): boolean => workbench.canvas !== null;

/** @returns ids of the selected parts that can be removed: an arrow stands for its mechanism; a network goes with its last user */
function selectedParts({ document, selection }: Workbench): string[] {
  if (document === null) return [];
  return selection.ids.filter((id) => {
    const section = sectionOf(document, id);
    return section === 'networks' ? networkUses(document, id).length === 0 : section !== undefined;
  });
}

function removeSelected(workbench: Workbench): void {
  if (workbench.document === null) return;
  const { document, lines } = remove(workbench.document, selectedParts(workbench));
  const [first, ...rest] = lines;
  workbench.edit(`Delete ${first}`, () => document);
  workbench.selection.clear();
  if (rest.length > 0) {
    workbench.notices.show('info', `Deleted ${first}, and with it: ${rest.join(', ')}`, {
      action: { label: 'Undo', run: () => workbench.undo() },
    });
  }
}

/** Adds a part that the diagram does not show, and opens it in the inspector. */
function addPart(workbench: Workbench, label: string, add: (document: Scenario) => Edited): void {
  let made = '';
  workbench.edit(label, (document) => {
    const edited = add(document);
    made = edited.id;
    return edited.document;
  });
  workbench.selection.set(made);
  workbench.sidebar = 'inspector';
  if (workbench.workspace !== 'compare') workbench.workspace = 'model';
}

function duplicateSelected(workbench: Workbench): void {
  if (workbench.document === null) return;
  const copy = duplicate(workbench.document, selectedParts(workbench));
  if (copy.ids.length === 0) return;
  workbench.edit('Duplicate', () => copy.document);
  workbench.selection.set(...copy.ids);
}

const show = (workspace: Workbench['workspace'], label: string, key: string): Action => ({
  id: `workspace.${workspace}`,
  label,
  group: 'View',
  shortcuts: [`Mod+${key}`],
  when: isOpen,
  run: (workbench) => {
    workbench.workspace = workspace;
  },
});

export const actions: readonly Action[] = [
  { id: 'file.new', label: 'New scenario', group: 'File', shortcuts: ['Mod+Alt+N'], global: true, run: newDocument },
  { id: 'file.open', label: 'Open…', group: 'File', shortcuts: ['Mod+O'], global: true, run: openDialog },
  {
    id: 'file.save',
    label: 'Save',
    group: 'File',
    shortcuts: ['Mod+S'],
    global: true,
    when: isOpen,
    run: (workbench) => save(workbench),
  },
  {
    id: 'file.saveAs',
    label: 'Save as…',
    group: 'File',
    shortcuts: ['Mod+Shift+S'],
    global: true,
    when: isOpen,
    run: (workbench) => save(workbench, { as: true }),
  },
  { id: 'file.import', label: 'Import measurements…', group: 'File', when: isOpen, run: importMeasurements },
  {
    id: 'file.report',
    label: 'Export report…',
    group: 'File',
    shortcuts: ['Mod+E'],
    global: true,
    when: isOpen,
    run: exportReport,
  },
  {
    id: 'file.close',
    label: 'Close, back to the start page',
    group: 'File',
    when: isOpen,
    run: async (workbench) => {
      const leave =
        !workbench.dirty ||
        (await workbench.ask({
          title: 'Leave without saving?',
          text: 'The document has changes that are not saved.',
          confirm: 'Leave without saving',
          danger: true,
        }));
      if (leave) workbench.close();
    },
  },

  {
    id: 'edit.undo',
    label: 'Undo',
    group: 'Edit',
    shortcuts: ['Mod+Z'],
    when: ({ undoLabel }) => undoLabel !== null,
    run: (workbench) => workbench.undo(),
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    group: 'Edit',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    when: ({ redoLabel }) => redoLabel !== null,
    run: (workbench) => workbench.redo(),
  },
  {
    id: 'edit.delete',
    label: 'Delete',
    group: 'Edit',
    shortcuts: ['Delete', 'Backspace'],
    when: hasSelection,
    run: removeSelected,
  },
  { id: 'edit.duplicate', label: 'Duplicate', group: 'Edit', shortcuts: ['Mod+D'], when: hasCopyable, run: duplicateSelected },
  {
    id: 'edit.rename',
    label: 'Rename',
    group: 'Edit',
    shortcuts: ['F2', 'Enter'],
    when: (workbench) => onCanvas(workbench) && hasSelection(workbench),
    run: ({ selection }) => {
      if (selection.primary !== null) selection.rename(selection.primary);
    },
  },
  {
    id: 'edit.selectAll',
    label: 'Select everything in the diagram',
    group: 'Edit',
    shortcuts: ['Mod+A'],
    when: onCanvas,
    run: ({ document, selection }) => {
      if (document) selection.set(...document.mechanisms.map(({ id }) => id), ...document.variables.map(({ id }) => id));
    },
  },

  {
    id: 'view.palette',
    label: 'Command palette',
    group: 'View',
    shortcuts: ['Mod+K'],
    global: true,
    run: (workbench) => {
      workbench.dialog = 'palette';
    },
  },
  {
    id: 'view.shortcuts',
    label: 'Keyboard shortcuts',
    group: 'View',
    shortcuts: ['?'],
    run: (workbench) => {
      workbench.dialog = 'shortcuts';
    },
  },
  show('model', 'Show the model', '1'),
  show('compare', 'Show the comparison', '2'),
  show('fit', 'Show the fit', '3'),
  show('report', 'Show the report', '4'),
  show('clinic', 'Show the solver clinic', '5'),
  {
    ...show('learned', 'Show what the networks have learned', '6'),
    when: ({ document }) => (document?.networks.length ?? 0) > 0,
  },
  {
    id: 'view.fit',
    label: 'Fit the diagram to the view',
    group: 'View',
    shortcuts: ['Shift+1'],
    when: onCanvas,
    run: ({ canvas }) => canvas?.fit(),
  },
  {
    id: 'view.zoomIn',
    label: 'Zoom in',
    group: 'View',
    shortcuts: ['+'],
    when: onCanvas,
    run: ({ canvas }) => canvas?.zoomBy(1.25),
  },
  {
    id: 'view.zoomOut',
    label: 'Zoom out',
    group: 'View',
    shortcuts: ['-'],
    when: onCanvas,
    run: ({ canvas }) => canvas?.zoomBy(0.8),
  },
  {
    id: 'view.outline',
    label: 'Show or hide the outline',
    group: 'View',
    shortcuts: ['Mod+B'],
    when: isOpen,
    run: (workbench) => {
      workbench.outlineOpen = !workbench.outlineOpen;
    },
  },
  { id: 'view.light', label: 'Light theme', group: 'View', run: ({ theme }) => theme.choose('light') },
  { id: 'view.dark', label: 'Dark theme', group: 'View', run: ({ theme }) => theme.choose('dark') },
  { id: 'view.system', label: 'Theme of the system', group: 'View', run: ({ theme }) => theme.choose('system') },

  {
    id: 'model.addVariable',
    label: 'Add a variable',
    group: 'Model',
    shortcuts: ['n'],
    when: onCanvas,
    run: ({ canvas }) => canvas?.addVariable(),
  },
  {
    id: 'model.addParameter',
    label: 'Add a parameter',
    group: 'Model',
    when: isOpen,
    run: (workbench) => addPart(workbench, 'Add a parameter', (document) => addParameter(document, { id: 'p' })),
  },
  {
    id: 'model.addObservable',
    label: 'Add an observable',
    group: 'Model',
    when: isOpen,
    run: (workbench) =>
      addPart(workbench, 'Add an observable', (document) => addObservable(document, workbench.selection.primary ?? undefined)),
  },
  {
    id: 'model.addEvent',
    label: 'Add an event',
    group: 'Model',
    when: isOpen,
    run: (workbench) =>
      addPart(workbench, 'Add an event', (document) => addEvent(document, workbench.selection.primary ?? undefined)),
  },
  {
    id: 'model.addCondition',
    label: 'Add a condition',
    group: 'Model',
    when: isOpen,
    run: (workbench) => addPart(workbench, 'Add a condition', addCondition),
  },
  {
    id: 'model.layOut',
    label: 'Lay out the diagram anew',
    group: 'Model',
    shortcuts: ['l'],
    when: onCanvas,
    run: ({ canvas }) => canvas?.layOut(),
  },

  {
    id: 'fit.run',
    label: 'Fit to data',
    group: 'Fit',
    when: ({ document, fit }) => (document?.fits.length ?? 0) > 0 && !fit.running,
    run: async (workbench) => {
      workbench.workspace = 'fit';
      await workbench.fit.start();
    },
  },
  { id: 'fit.cancel', label: 'Stop the fit', group: 'Fit', when: ({ fit }) => fit.running, run: ({ fit }) => fit.cancel() },
  {
    id: 'fit.apply',
    label: 'Use the fitted values',
    group: 'Fit',
    when: ({ fit }) => !fit.running && (fit.best ?? fit.result) !== null,
    run: ({ fit }) => fit.apply(),
  },
  ...clinicActions,
];

export const action = (id: string): Action => {
  const found = actions.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`there is no action "${id}"`);
  return found;
};
export const isEnabled = (one: Action, workbench: Workbench): boolean => one.when?.(workbench) ?? true;

/** The native menu: the platform's own roles, and entries that send the id of an action of the window's registry. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuOptions {
  readonly isMac: boolean;
  /** paths, newest first */
  readonly recent: readonly string[];
  act(action: string): void;
  openRecent(path: string): void;
  clearRecent(): void;
}

interface Entry {
  readonly label: string;
  readonly action: string;
  readonly accelerator?: string;
}
const SEPARATOR = 'separator';

/** Menu → entries; ids as in the window's registry of actions. */
export const entries: Readonly<Record<'file' | 'export' | 'edit' | 'view' | 'model', readonly (Entry | typeof SEPARATOR)[]>> = {
  file: [
    { label: 'New scenario', action: 'file.new', accelerator: 'CmdOrCtrl+Alt+N' },
    { label: 'Open…', action: 'file.open', accelerator: 'CmdOrCtrl+O' },
  ],
  export: [
    { label: 'Save', action: 'file.save', accelerator: 'CmdOrCtrl+S' },
    { label: 'Save as…', action: 'file.saveAs', accelerator: 'CmdOrCtrl+Shift+S' },
    SEPARATOR,
    { label: 'Import measurements…', action: 'file.import' },
    { label: 'Export report…', action: 'file.report', accelerator: 'CmdOrCtrl+E' },
  ],
  edit: [
    { label: 'Undo', action: 'edit.undo', accelerator: 'CmdOrCtrl+Z' },
    { label: 'Redo', action: 'edit.redo', accelerator: 'CmdOrCtrl+Shift+Z' },
  ],
  view: [
    { label: 'Command palette', action: 'view.palette', accelerator: 'CmdOrCtrl+K' },
    { label: 'Keyboard shortcuts', action: 'view.shortcuts' },
  ],
  model: [
    { label: 'Fit to data', action: 'fit.run' },
    { label: 'Measure every solver method', action: 'clinic.measure' },
  ],
};

export function menuTemplate({ isMac, recent, act, openRecent, clearRecent }: MenuOptions): MenuItemConstructorOptions[] {
  const items = (name: keyof typeof entries): MenuItemConstructorOptions[] =>
    entries[name].map((entry) =>
      entry === SEPARATOR
        ? { type: 'separator' }
        : // the window listens to the keys itself: a registered accelerator would swallow Ctrl+Z in a text field
          {
            id: entry.action,
            label: entry.label,
            accelerator: entry.accelerator,
            registerAccelerator: false,
            click: () => act(entry.action),
          },
    );
  const recentItems: MenuItemConstructorOptions[] =
    recent.length === 0
      ? [{ label: 'None yet', enabled: false }]
      : [
          ...recent.map((path) => ({ label: path, click: () => openRecent(path) })),
          { type: 'separator' },
          { label: 'Clear', click: clearRecent },
        ];
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'File',
      submenu: [
        ...items('file'),
        { label: 'Open recent', submenu: recentItems },
        { type: 'separator' },
        ...items('export'),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        ...items('edit'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [
        ...items('view'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: 'Model', submenu: items('model') },
    { role: 'windowMenu' },
  ];
}

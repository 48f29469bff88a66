/** What the user can do, as data: buttons, the menu, the keyboard and the command palette all read it. */
import type { Workbench } from '../state/workbench.svelte';

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly group: 'File' | 'Edit' | 'View' | 'Model' | 'Fit' | 'Clinic';
  /** such as `Mod+Shift+Z`; Mod is Ctrl, or ⌘ on a Mac. The first is shown */
  readonly shortcuts?: readonly string[];
  /** the shortcut works while a text field has the focus, too */
  readonly global?: boolean;
  /** a shortcut only of the canvas: it works while no other control has the focus */
  readonly when?: (workbench: Workbench) => boolean;
  readonly run: (workbench: Workbench) => void | Promise<void>;
}

export const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

const keyNames: Readonly<Record<string, string>> = { Delete: 'Del', Escape: 'Esc', ' ': 'Space', Enter: '↵' };

/** @returns the shortcut as people read it, such as Ctrl+Shift+Z or ⇧⌘Z */
export function shortcutText(shortcut: string | undefined, mac = isMac()): string | undefined {
  if (shortcut === undefined) return undefined;
  const parts = shortcut.split(/\+(?=.)/).map((part) => keyNames[part] ?? part);
  if (!mac) return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
  const symbols: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
  return parts.map((part) => symbols[part] ?? part).join('');
}

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** @returns whether a key press is the shortcut. Digits are told by their place, since Shift changes what they type */
export function matches(shortcut: string, event: KeyPress, mac = isMac()): boolean {
  const parts = shortcut.split(/\+(?=.)/);
  const key = parts.at(-1) ?? '';
  const mod = mac ? event.metaKey : event.ctrlKey;
  if (mod !== parts.includes('Mod') || (mac ? event.ctrlKey : event.metaKey)) return false;
  if (event.altKey !== parts.includes('Alt')) return false;
  if (/^\d$/.test(key)) return event.code === `Digit${key}` && event.shiftKey === parts.includes('Shift');
  if (/^[A-Za-z]$/.test(key) || key.length > 1)
    return event.key.toLowerCase() === key.toLowerCase() && event.shiftKey === parts.includes('Shift');
  return event.key === key;
}

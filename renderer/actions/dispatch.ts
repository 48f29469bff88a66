/** From keys and menu entries to actions. */
import type { Workbench } from '../state/workbench.svelte';
import { matches } from './action';
import { openPath } from './files';
import { actions, isEnabled } from './registry';

/** Runs an action by its id, if it makes sense now; `open:PATH` opens a file. */
export function perform(workbench: Workbench, id: string): void {
  if (id.startsWith('open:')) {
    void openPath(workbench, id.slice('open:'.length));
    return;
  }
  const found = actions.find((candidate) => candidate.id === id);
  if (found && isEnabled(found, workbench)) void found.run(workbench);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type="range"]):not([type="checkbox"]), textarea, select, [contenteditable="true"]') !== null;
/** Enter, Space and Delete belong to the control that has the focus. */
const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest(
    'button, a, input, [role="menuitem"], [role="option"], [role="tab"], [role="slider"], [role="separator"], [role="dialog"]',
  ) !== null;

/** Listens to the keyboard. @returns a function that stops */
export function listenToKeys(workbench: Workbench): () => void {
  const onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || workbench.question !== null) return;
    const typing = isTyping(event.target);
    for (const candidate of actions) {
      if (typing && !candidate.global) continue;
      if (workbench.dialog !== null && !candidate.global) continue;
      const shortcut = candidate.shortcuts?.find((one) => matches(one, event));
      if (shortcut === undefined || !isEnabled(candidate, workbench)) continue;
      if (!/Mod|Alt|F\d/.test(shortcut) && shortcut !== '?' && isControl(event.target)) continue;
      event.preventDefault();
      void candidate.run(workbench);
      return;
    }
  };
  addEventListener('keydown', onkeydown);
  return () => removeEventListener('keydown', onkeydown);
}

/** Names of the messages between the window and the main process. */
export const channels = {
  envelope: 'doflow:envelope',
  openFile: 'doflow:open-file',
  saveFile: 'doflow:save-file',
  action: 'doflow:action',
  document: 'doflow:document',
  initialPath: 'doflow:initial-path',
} as const;

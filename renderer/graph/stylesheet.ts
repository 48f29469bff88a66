/** How the diagram looks, from the design tokens of the theme in force. */
import type { StylesheetJson } from 'cytoscape';
import { token } from '../state/theme.svelte';

export const NODE_FONT = '500 13px system-ui, sans-serif';

export function stylesheet(): StylesheetJson {
  const ink = token('ink'),
    muted = token('ink-muted'),
    line = token('line-strong'),
    surface = token('surface-raised'),
    canvas = token('canvas');
  const accent = token('accent'),
    activation = token('activation'),
    inhibition = token('inhibition'),
    cut = token('cut');
  return [
    {
      selector: 'node',
      style: {
        width: 'data(width)',
        height: 'data(height)',
        label: 'data(label)',
        'font-family': 'system-ui, sans-serif',
        color: ink,
        'text-wrap': 'wrap',
        'overlay-opacity': 0,
      },
    },
    {
      selector: 'node.variable',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '8px',
        'background-color': surface,
        'border-width': 1.25,
        'border-color': line,
        'font-size': 13,
        'font-weight': 500,
        'text-valign': 'center',
        'text-halign': 'center',
        'line-height': 1.3,
      },
    },
    { selector: 'node.assigned', style: { 'border-style': 'dashed' } },
    { selector: 'node.input', style: { shape: 'cut-rectangle' } },
    {
      selector: 'node.mechanism',
      style: {
        shape: 'ellipse',
        'background-color': canvas,
        'border-width': 1.5,
        'border-color': muted,
        'font-size': 11,
        color: muted,
        'text-valign': 'bottom',
        'text-margin-y': 4,
        'text-max-width': '120px',
        'text-background-color': canvas,
        'text-background-opacity': 0.85,
        'text-background-padding': '2px',
        'text-background-shape': 'roundrectangle',
      },
    },
    { selector: 'node.label-above', style: { 'text-valign': 'top', 'text-margin-y': -4 } },
    { selector: 'node.self, node.source', style: { 'background-color': muted } },
    { selector: 'node.off', style: { opacity: 0.45 } },
    { selector: 'node.clamped', style: { 'border-width': 4, 'border-style': 'double', 'border-color': cut } },
    {
      selector: 'edge',
      style: {
        'curve-style': 'bezier',
        'control-point-step-size': 28,
        width: 1.5,
        'line-color': activation,
        'target-arrow-color': activation,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.95,
        'target-distance-from-node': 2,
        'overlay-opacity': 0,
        'overlay-padding': 6,
      },
    },
    { selector: 'edge.inhibition', style: { 'line-color': inhibition, 'target-arrow-color': inhibition } },
    { selector: 'edge.tee', style: { 'target-arrow-shape': 'tee', 'arrow-scale': 1.5, 'target-distance-from-node': 5 } },
    { selector: 'edge.assignment', style: { 'line-style': 'dotted', 'line-color': muted, 'target-arrow-color': muted } },
    {
      selector: 'edge.cut',
      style: { 'line-style': 'dashed', 'line-dash-pattern': [5, 5], 'line-color': cut, 'target-arrow-color': cut, opacity: 0.45 },
    },
    { selector: 'node:selected', style: { 'border-color': accent, 'border-width': 2.5 } },
    { selector: 'node.mechanism:selected', style: { color: accent } },
    { selector: 'edge:selected, edge.of-selected', style: { 'line-color': accent, 'target-arrow-color': accent, width: 2.25 } },
    { selector: '.snap', style: { 'underlay-color': accent, 'underlay-opacity': 0.22, 'underlay-padding': 8 } },
    { selector: '.veto', style: { 'underlay-color': cut, 'underlay-opacity': 0.18, 'underlay-padding': 8 } },
    {
      selector: 'core',
      style: {
        'selection-box-color': accent,
        'selection-box-opacity': 0.12,
        'selection-box-border-color': accent,
        'selection-box-border-width': 1,
        'active-bg-size': 0,
      } as never,
    },
  ];
}

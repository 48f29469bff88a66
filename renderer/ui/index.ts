/** The window's basic controls. */
export { default as Button } from './Button.svelte';
export { default as Confirm } from './Confirm.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as Empty } from './Empty.svelte';
export { default as Menu } from './Menu.svelte';
export { default as NumberField } from './NumberField.svelte';
export { default as Panel } from './Panel.svelte';
export { default as QuantityField } from './QuantityField.svelte';
export { default as Section } from './Section.svelte';
export { default as Select } from './Select.svelte';
export { default as Slider } from './Slider.svelte';
export { default as Split } from './Split.svelte';
export { default as Switch } from './Switch.svelte';
export { default as Tabs } from './Tabs.svelte';
export { default as TextField } from './TextField.svelte';
export { default as Tooltip } from './Tooltip.svelte';
export * from './format';

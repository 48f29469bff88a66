/** Starts the window: joins the service, makes the workbench, and opens the file the program was started with. */
import { mount } from 'svelte';
import './styles/index.css';
import App from './App.svelte';
import { listenToKeys, perform } from './actions/dispatch';
import { openPath } from './actions/files';
import { connect } from './client/connect';
import { Notices } from './state/notices.svelte';
import { Workbench } from './state/workbench.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
const workbench = new Workbench(connect(new Notices()));
listenToKeys(workbench);
workbench.host.onAction((id) => perform(workbench, id));
mount(App, { target, props: { workbench } });

workbench.host
  .initialPath()
  .then((path) => (path === null ? undefined : openPath(workbench, path)))
  .catch((error: unknown) => workbench.notices.fail('The first file could not be found', error))
  .finally(() => {
    workbench.ready = true;
  });

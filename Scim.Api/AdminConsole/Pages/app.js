// The frame: who is signed in, which view is shown, and whether the service answers.

import { get, onAnswer, post } from './parts/api.js';
import { h, name } from './parts/dom.js';
import { tell, wait } from './parts/pieces.js';
import { brake } from './views/brake.js';
import { directory } from './views/directory.js';
import { log } from './views/log.js';
import { overview } from './views/overview.js';
import { plan } from './views/plan.js';
import { resource } from './views/resource.js';
import { setup } from './views/setup.js';
import { signIn } from './views/sign-in.js';

const RETRY = 3_000;

const views = [
  ['overview', 'Overview', overview],
  ['setup', 'Set up', setup],
  ['directory', 'People and groups', directory],
  ['log', 'Log', log],
  ['plan', 'Grafana plan', plan],
  ['brake', 'Brake', brake],
];

const [main, header, banner, skip] = ['main', 'header', 'banner', 'skip'].map(x => document.getElementById(x));

let session = null;
let stop = () => {};
let retry = null;

skip.addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});

window.addEventListener('hashchange', () => {
  if (session) show(true);
});

onAnswer(error => {
  if (error?.status === 401 && session) {
    showSignIn('The session has ended. Sign in again.');
  } else if (error?.isAway) {
    away(error.message);
  } else if (!error) {
    back();
  }
});

start();

async function start() {
  try {
    const found = await get('session', { background: true });
    if (found) begin(found);
    else showSignIn();
  } catch {
    main.replaceChildren(wait('Waiting for the service.'));
  }
}

function begin(value) {
  session = value;
  showHeader();
  show(true);
}

function showHeader() {
  header.replaceChildren(
    h('div', { class: 'header-top' },
      h('span', { class: 'brand' }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), 'scim'),
      h('div', { class: 'who' },
        h('span', null, 'Tenant ', name(session.tenant, { title: session.tenant }), ', as ', name(session.credential, { title: session.credential })),
        h('button', { type: 'button', class: 'small', onclick: signOut }, 'Sign out'))),
    h('nav', { class: 'nav', 'aria-label': 'Views' }, h('ul', null, views.map(([path, title]) => h('li', null, h('a', { href: `#/${path}` }, title))))));
  header.hidden = false;
}

/** Shows what the address names: #/view, or #/Type/id for a resource. */
function show(takesFocus) {
  stop();
  const [path, argument = ''] = location.hash.replace(/^#\/?/, '').split('?')[0].split('/');
  const parameters = new URLSearchParams(location.hash.split('?')[1] ?? '');
  const isResource = session.types.includes(path);
  const [current, title, view] = isResource ? ['directory', 'People and groups', resource] : views.find(x => x[0] === path) ?? views[0];

  for (const link of header.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#/${current}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }

  const heading = h('h1', { tabindex: '-1' }, title);
  document.title = `${title} - scim`;
  main.replaceChildren();
  const leaving = new AbortController();
  const refresh = view({ main, heading, session, parameters, type: isResource ? path : null, id: argument, signal: leaving.signal });
  stop = () => leaving.abort();
  stop.refresh = refresh;
  if (takesFocus) {
    window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
}

function showSignIn(reason) {
  stop();
  stop = () => {};
  session = null;
  header.hidden = true;
  
  // One that shows a secret, or is about to, stays until it has been read.
  for (const dialog of document.querySelectorAll('dialog:not([data-stays])')) dialog.close();
  document.title = 'Sign in - scim';
  signIn(main, reason, begin);
}

async function signOut() {
  try {
    await post('session/end');
  } catch (error) {
    if (session) tell({ title: 'You are still signed in', content: h('p', null, `${error.message} Try again later. Otherwise the session ends by itself, after an hour without use.`), action: 'Close' });
    return;
  }
  showSignIn('You are signed out.');
}

/** Says that nothing answers, and asks until something does. */
function away(reason) {
  banner.textContent = `${reason} Trying again${session ? '; what is shown may be old' : ''}.`;
  banner.hidden = false;
  retry ??= setInterval(async () => {
    try {
      const found = await get('session', { background: true, patience: 10_000, silent: true });
      if (!found && !session && main.querySelector('form')) return;

      back();
      if (!found) showSignIn(session ? 'The session has ended. Sign in again.' : undefined);
      else if (session) show(false);
      else begin(found);
    } catch {
      // Still away.
    }
  }, RETRY);
}

function back() {
  clearInterval(retry);
  retry = null;
  banner.hidden = true;
  banner.textContent = '';
}

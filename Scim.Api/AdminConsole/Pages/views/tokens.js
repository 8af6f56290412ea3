import { get, post } from '../parts/api.js';
import { announce, h, name } from '../parts/dom.js';
import { ask, badge, copyField, empty, notice, table, tell, wait } from '../parts/pieces.js';
import { count, date, figure, since } from '../parts/text.js';

const SCOPES = {
  scim: ['accent', 'SCIM'],
  'scim.read': ['', 'Read only'],
  'scim.admin': ['warn', 'Admin'],
};
const LIVES = [[30, '30 days'], [90, '90 days'], [180, '180 days'], [365, '1 year'], [730, '2 years'], ['', 'No end']];
const OVERLAPS = [[24, 'for another day'], [168, 'for another week'], [0, 'not at all: it ends now']];
const TYPING = 250;

/** Asks what the token is to be, makes it, and shows it this once. Resolves to whether one was made. */
export async function makeToken(suggested = '') {
  const named = h('input', { type: 'text', id: 'token-name', maxlength: '200', required: true, autocomplete: 'off', value: suggested });
  const life = h('select', { id: 'token-life' }, LIVES.map(([days, text]) => h('option', { value: days, selected: days === 365 }, text)));
  const scope = h('select', { id: 'token-scope', 'aria-describedby': 'token-scope-hint' },
    h('option', { value: 'scim' }, 'Read and change by SCIM (identity providers)'),
    h('option', { value: 'scim.read' }, 'Read by SCIM only'),
    h('option', { value: 'scim.admin' }, 'Admin: everything, and this console'));
  const made = await ask({
    title: 'Make a token',
    content: [
      h('div', { class: 'field' }, h('label', { for: 'token-name' }, 'Name'), named, h('p', { class: 'hint' }, 'What the log calls it: the client that uses it.')),
      h('div', { class: 'field' }, h('label', { for: 'token-scope' }, 'May'), scope, h('p', { class: 'hint', id: 'token-scope-hint' }, 'Never give an admin token to an identity provider: it makes further tokens.')),
      h('div', { class: 'field' }, h('label', { for: 'token-life' }, 'Ends after'), life),
    ],
    action: 'Make it',
    run: () => post('tokens', { name: named.value, scope: scope.value, expiresInDays: life.value === '' ? null : Number(life.value) }),
  });
  if (!made) return false;
  await showSecret(made, 'Token made');
  return true;
}

function showSecret({ token, secret }, title) {
  return tell({
    title,
    content: [
      h('p', null, 'Copy it now: it is stored as a hash, and not shown again.'),
      copyField(`Secret token “${token.name}”`, secret, 'secret-token'),
      h('p', { class: 'quiet' }, token.expires ? ['It ends on ', date(token.expires), '.'] : 'It has no end.'),
    ],
  });
}

/** The tokens, a page of them. Returns what lists them anew. */
export function tokenList(container, signal) {
  const state = { text: '', withEnded: false, page: 1 };
  const rows = h('div', { class: 'card flush', 'aria-live': 'polite' }, h('div', { class: 'empty' }, wait('Reading the tokens.')));
  const pager = h('div', { class: 'row section' });
  let typing;
  const filter = h('input', { type: 'search', id: 'token-filter', placeholder: 'Part of a name', autocomplete: 'off', oninput: () => {
    clearTimeout(typing);
    typing = setTimeout(() => list({ text: filter.value, page: 1 }), TYPING);
  } });
  container.replaceChildren(h('section', { class: 'section' },
    h('div', { class: 'head' }, h('h2', null, 'Tokens'),
      h('button', { type: 'button', class: 'push', onclick: async () => { if (await makeToken()) list({ page: 1 }); } }, 'Make a token')),
    h('div', { class: 'row' },
      h('div', { class: 'search' }, h('label', { class: 'sr-only', for: 'token-filter' }, 'Filter the tokens by name'), filter),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', onchange: event => list({ withEnded: event.target.checked, page: 1 }) }), 'Those that have ended too')),
    h('div', { class: 'section' }, rows), pager));
  return list;

  async function list(change = {}) {
    Object.assign(state, change);
    const asked = JSON.stringify(state);
    let found;
    try {
      found = await get(`tokens?${new URLSearchParams(state)}`, { signal });
    } catch (error) {
      if (!signal.aborted) rows.replaceChildren(h('div', { class: 'empty' }, notice('bad', error.message)));
      return;
    }
    if (asked === JSON.stringify(state)) show(found);
  }

  function show({ total, pageSize, tokens }) {
    const pages = Math.max(1, Math.ceil(total / pageSize));
    if (state.page > pages) return list({ page: pages });

    rows.replaceChildren(tokens.length === 0 ? empty(state.text ? 'No token has such a name.' : 'There is no token yet.') : table('Tokens', [
      ['Name', '', x => [h('span', { class: 'clamp' }, name(x.name)), x.isOwn ? h('div', { class: 'small quiet' }, 'you are signed in with it') : null]],
      ['May', 'tight', x => badge(...SCOPES[x.scope])],
      ['Last used', 'tight', x => since(x.lastUsed)],
      ['Ends', 'tight', x => x.state === 'live' ? date(x.expires, 'no end') : badge('', x.state)],
      ['Made', 'tight', x => date(x.created)],
      ['', 'actions', x => x.state !== 'live' ? null : h('div', { class: 'row' },
        h('button', { type: 'button', class: 'small', 'aria-label': `Rotate ${x.name}`, onclick: () => rotate(x) }, 'Rotate'),
        h('button', { type: 'button', class: 'small', 'aria-label': `Revoke ${x.name}`, onclick: () => revoke(x) }, 'Revoke'))],
    ], tokens));
    pager.replaceChildren(...(pages === 1 ? [h('span', { class: 'quiet' }, count(total, 'token'))] : [
      h('button', { type: 'button', 'aria-disabled': state.page === 1 ? 'true' : null, onclick: () => turn(-1, pages) }, 'Newer'),
      h('button', { type: 'button', 'aria-disabled': state.page === pages ? 'true' : null, onclick: () => turn(1, pages) }, 'Older'),
      h('span', { class: 'quiet' }, `Page ${state.page} of ${pages}, ${figure(total)} tokens`),
    ]));
  }

  async function turn(by, pages) {
    const page = state.page + by;
    if (page < 1 || page > pages) return;
    await list({ page });
    pager.querySelectorAll('button')[by < 0 ? 0 : 1]?.focus();
  }

  async function rotate(token) {
    const overlap = h('select', { id: 'overlap' }, OVERLAPS.map(([hours, text]) => h('option', { value: hours }, text)));
    const made = await ask({
      title: 'Rotate the token',
      content: [
        h('p', null, 'A new token of the same name, with as long a life, takes the place of ', name(token.name), '.'),
        token.isOwn ? notice('warn', 'You are signed in with this token: when it ends, you are signed out. Copy the new one, and sign in with it.') : null,
        h('div', { class: 'field' }, h('label', { for: 'overlap' }, 'The old one serves on'), overlap),
      ],
      action: 'Rotate',
      run: () => post(`tokens/${token.id}/rotate`, { overlapHours: Number(overlap.value) }),
    });
    if (!made) return;
    await showSecret(made, 'Token rotated');
    list();
  }

  async function revoke(token) {
    const isDone = await ask({
      title: 'Revoke the token?',
      content: [
        h('p', null, name(token.name), ' is refused everywhere within seconds. That cannot be undone.'),
        token.isOwn ? notice('warn', 'You are signed in with this token, and will be signed out.') : null,
      ],
      action: 'Revoke',
      kind: 'danger',
      run: () => post(`tokens/${token.id}/revoke`),
    });
    if (!isDone) return;
    announce(`Token ${token.name} is revoked`);
    await list();
    filter.focus();
  }
}

/** The OAuth clients, which the command line makes. */
export async function clientList(container, signal) {
  const head = h('div', { class: 'head' }, h('h2', null, 'OAuth clients'));
  let clients;
  try {
    clients = await get('clients', { signal });
  } catch (error) {
    if (!signal.aborted) container.replaceChildren(h('section', { class: 'section' }, head, notice('bad', error.message)));
    return;
  }
  if (clients.length === 0) return;
  container.replaceChildren(h('section', { class: 'section' }, head,
    h('p', { class: 'lead' }, 'They are made and ended by the command line: ', h('code', null, 'client create'), '.'),
    h('div', { class: 'card flush' }, table('OAuth clients', [
      ['Name', '', x => name(x.name)],
      ['Client ID', '', x => h('code', null, x.id)],
      ['May', 'tight', x => badge(...SCOPES[x.scope])],
      ['Shows who it is with', '', x => x.credentials.length === 0 ? 'nothing' : h('ul', null, x.credentials.map(c => h('li', null, `${c.kind}, last used `, since(c.lastUsed))))],
    ], clients))));
}

import { get } from '../parts/api.js';
import { h } from '../parts/dom.js';
import { copyField, notice } from '../parts/pieces.js';
import { clientList, makeToken, tokenList } from './tokens.js';

const GUIDE = 'https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups';

/** What to copy into the identity provider, and the tokens. */
export function setup({ main, heading, signal }) {
  const values = h('div');
  const tokens = h('div');
  const clients = h('div');
  const list = tokenList(tokens, signal);
  main.append(
    h('div', { class: 'head' }, heading),
    h('p', { class: 'lead' }, 'What Microsoft Entra ID, or another identity provider, needs to bring people and groups here.'),
    h('section', { class: 'card' }, h('h2', { class: 'sr-only' }, 'Entra'), h('ol', { class: 'steps' },
      h('li', null, h('h3', null, 'In Entra: an enterprise application of your own, then Provisioning'), h('p', { class: 'quiet' },
        'Provisioning mode Automatic. ', h('a', { href: GUIDE, rel: 'noreferrer noopener', target: '_blank' }, 'Microsoft’s guide'), ' shows where that is; docs/entra.md of this project has the mappings.')),
      h('li', { class: 'stack' }, h('h3', null, 'Copy the tenant URL'), values),
      h('li', { class: 'stack' }, h('h3', null, 'Make a secret token'), h('p', { class: 'quiet' }, 'It is shown once. Paste it beside the tenant URL, and press Test Connection.'),
        h('button', { type: 'button', class: 'primary', onclick: async () => { if (await makeToken('entra')) list(); } }, 'Make a token')),
      h('li', null, h('h3', null, 'Assign people and groups, and start'), h('p', { class: 'quiet' }, 'What arrives is under ', h('a', { href: '#/directory' }, 'People and groups'), '; what is refused, on the ', h('a', { href: '#/overview' }, 'Overview'), '.')))),
    tokens,
    clients);
  list();
  clientList(clients, signal);
  get('setup', { signal }).then(showValues, error => {
    if (!signal.aborted) values.replaceChildren(notice('bad', error.message));
  });

  function showValues({ publicUrl }) {
    const url = publicUrl ? `${publicUrl}/scim` : new URL('scim', document.baseURI).href;
    values.replaceChildren(
      copyField('Tenant URL', url, 'tenant-url', 'sr-only'),
      url.startsWith('https:') ? '' : h('div', { class: 'hint' }, notice('warn', 'Entra needs https and a public certificate, or its provisioning agent. Set Scim__PublicUrl to the address that it is to call.')));
  }
}
